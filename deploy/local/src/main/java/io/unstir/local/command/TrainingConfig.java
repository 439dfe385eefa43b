package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/** A training configuration as sent: its paths made absolute, since the trainer runs elsewhere. */
final class TrainingConfig {
    private TrainingConfig() {}

    private static final String DATA = "data";
    private static final String FILE = "file";
    private static final List<String> DATA_PATHS = List.of("folder", FILE);
    private static final String START_FROM = "start_from";

    /**
     * The YAML of {@code file} with {@code data.folder}, {@code data.file} and {@code start_from} resolved against the file's own folder.
     */
    static String read(Path file) {
        if (!Files.isReadable(file)) {
            throw new LocalFailure("training configuration " + file + " is not there or not readable");
        }
        try {
            String text = Files.readString(file);
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (!(loaded instanceof Map<?, ?> config)) {
                return text;
            }
            var absolute = new LinkedHashMap<Object, Object>(config);
            if (config.get(DATA) instanceof Map<?, ?> data) {
                var absoluteData = new LinkedHashMap<Object, Object>(data);
                for (String key : DATA_PATHS) {
                    if (data.get(key) instanceof String given) {
                        absoluteData.put(key, absolute(file, DATA + "." + key, given, key.equals(FILE)));
                    }
                }
                absolute.put(DATA, absoluteData);
            }
            if (config.get(START_FROM) instanceof String given) {
                absolute.put(START_FROM, absolute(file, START_FROM, given, false));
            }
            return absolute.equals(config) ? text : yaml(absolute);
        } catch (IOException | YAMLException e) {
            throw new LocalFailure("training configuration " + file + " is not readable: " + e.getMessage(), e);
        }
    }

    private static String absolute(Path file, String key, String given, boolean isFile) {
        Path path = file.toAbsolutePath().getParent().resolve(given).normalize();
        if (isFile ? !Files.isRegularFile(path) : !Files.isDirectory(path)) {
            throw new LocalFailure("%s is \"%s\" in %s, but there is no %s %s"
                    .formatted(key, given, file, isFile ? "file" : "folder", path));
        }
        return Path.of(given).isAbsolute() ? given : path.toString();
    }

    private static String yaml(Map<?, ?> config) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(new Representer(options), options).dump(config);
    }
}
