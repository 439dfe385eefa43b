package io.unstir.manifests.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jboss.jandex.CompositeIndex;
import org.jboss.jandex.DotName;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.Indexer;
import org.jboss.jandex.JarIndexer;

/** The keys that a packaged service reads at run time, found in its classes and those of the Quarkus libraries it holds. */
public final class ConfigKeys {
    private static final DotName CONFIG_PROPERTY =
            DotName.createSimple("org.eclipse.microprofile.config.inject.ConfigProperty");
    private static final Map<Path, Index> INDEXES = new ConcurrentHashMap<>();

    private final Set<String> fixed;
    private final List<Pattern> variables;

    private ConfigKeys(Set<String> settable, Set<String> fixed) {
        this.fixed = fixed.stream().map(ConfigKeys::variable).collect(Collectors.toSet());
        this.variables = settable.stream().map(ConfigKeys::variablePattern).toList();
    }

    public static ConfigKeys of(PackagedService service) {
        var indexes = service.libraries().stream()
                .filter(jar -> jar.getFileName().toString().startsWith("io.quarkus."))
                .map(ConfigKeys::index)
                .map(IndexView.class::cast)
                .collect(Collectors.toList());
        indexes.add(index(service.own()));
        var index = CompositeIndex.create(indexes);
        var mappings = new MappedKeys(index);
        var settable = new HashSet<>(mappings.settable());
        index.getAnnotations(CONFIG_PROPERTY)
                .forEach(each -> settable.add(each.value("name").asString()));
        settable.addAll(kafkaClients());
        return new ConfigKeys(settable, mappings.fixed());
    }

    /** Why a container of this service should not be given such a variable; empty where it reads it. */
    public String objection(String variable) {
        if (variables.stream().anyMatch(pattern -> pattern.matcher(variable).matches())) {
            return "";
        }
        return fixed.contains(variable)
                ? variable + " is fixed when the service is built"
                : variable + " is read by nobody";
    }

    /** Every service hands these on to all its clients of the broker, by its {@code BrokerSettings} or by Quarkus' extension. */
    private static Set<String> kafkaClients() {
        return AdminClientConfig.configNames().stream().map("kafka."::concat).collect(Collectors.toSet());
    }

    private static Index index(Path jar) {
        return INDEXES.computeIfAbsent(jar, path -> {
            try {
                return JarIndexer.createJarIndex(path.toFile(), new Indexer(), false, false, false)
                        .getIndex();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** As SmallRye Config looks a key up in the environment. */
    static String variable(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static Pattern variablePattern(String key) {
        return Pattern.compile(variable(key.replace("*", "9STAR9")).replace("9STAR9", ".+") + "(_[0-9]+_)?");
    }
}
