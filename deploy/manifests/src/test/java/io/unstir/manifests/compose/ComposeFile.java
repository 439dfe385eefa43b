package io.unstir.manifests.compose;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** As much of Compose's format as docker-compose.yml uses; any other key is refused, so a misspelt one is. */
record ComposeFile(
        String name, Map<String, Service> services, Map<String, Network> networks, Map<String, Object> volumes) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /** The tree as written, with anchors and merges resolved and no variable put in. */
    static Map<String, Object> tree(String text) {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Map<String, Object> tree = new HashMap<>(new Yaml(options).<Map<String, Object>>load(text));
        tree.keySet().removeIf(key -> key.startsWith("x-"));
        return tree;
    }

    static ComposeFile parse(String text, Map<String, String> variables) {
        return MAPPER.convertValue(new Interpolation(variables).expand(tree(text)), ComposeFile.class);
    }

    record Service(
            String image,
            Build build,
            String hostname,
            String user,
            List<String> command,
            List<String> profiles,
            Map<String, String> environment,
            List<String> volumes,
            List<String> ports,
            JsonNode networks,
            List<String> tmpfs,
            List<String> securityOpt,
            List<String> capDrop,
            Map<String, Condition> dependsOn,
            Healthcheck healthcheck,
            Deploy deploy,
            Logging logging,
            String restart,
            boolean readOnly,
            String memLimit,
            String shmSize,
            int pidsLimit,
            String stopGracePeriod) {
        Service {
            environment = environment == null ? Map.of() : environment;
            volumes = volumes == null ? List.of() : volumes;
            ports = ports == null ? List.of() : ports;
            dependsOn = dependsOn == null ? Map.of() : dependsOn;
        }

        /** Their names, whether it has settings for each or not. */
        List<String> networkNames() {
            return networks.isArray()
                    ? networks.valueStream().map(JsonNode::asText).toList()
                    : networks.propertyStream().map(Map.Entry::getKey).toList();
        }

        /** What it answers to besides its own name. */
        List<String> aliases() {
            return networks.findValues("aliases").stream()
                    .flatMap(JsonNode::valueStream)
                    .map(JsonNode::asText)
                    .toList();
        }

        /** Whether its image is made from this checkout. */
        boolean isOurs() {
            return build != null;
        }
    }

    record Build(String context, String dockerfile, String target, Map<String, String> args) {}

    record Condition(String condition) {}

    record Healthcheck(List<String> test, String interval, String timeout, int retries) {}

    record Logging(String driver, @JsonAlias("options") Map<String, String> options) {}

    record Deploy(int replicas, Resources resources) {}

    record Resources(Reservations reservations) {}

    record Reservations(List<Device> devices) {}

    record Device(String driver, int count, List<String> capabilities) {}

    record Network(boolean internal) {}
}
