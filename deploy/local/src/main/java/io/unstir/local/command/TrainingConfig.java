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

/** A training configuration as sent: its data folder or file made absolute, since the trainer runs elsewhere. */
final class TrainingConfig {
    private TrainingConfig() {}

    private static final List<String> PATHS = List.of("folder", "file");

    /** The YAML of {@code file} with {@code data.folder} and {@code data.file} resolved against the file's own folder. */
    static String read(Path file) {
        if (!Files.isReadable(file)) {
            throw new LocalFailure("training configuration " + file + " is not there or not readable");
        }
        try {
            String text = Files.readString(file);
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (!(loaded instanceof Map<?, ?> config) || !(config.get("data") instanceof Map<?, ?> data)) {
                return text;
            }
            var absolute = new LinkedHashMap<Object, Object>(data);
            for (String key : PATHS) {
                if (data.get(key) instanceof String given) {
                    absolute.put(key, absolute(file, key, given));
                }
            }
            return absolute.equals(data) ? text : with(config, absolute);
        } catch (IOException | YAMLException e) {
            throw new LocalFailure("training configuration " + file + " is not readable: " + e.getMessage(), e);
        }
    }

    private static String absolute(Path file, String key, String given) {
        Path path = file.toAbsolutePath().getParent().resolve(given).normalize();
        if (key.equals("folder") ? !Files.isDirectory(path) : !Files.isRegularFile(path)) {
            throw new LocalFailure(
                    "data.%s is \"%s\" in %s, but there is no %s %s".formatted(key, given, file, key, path));
        }
        return Path.of(given).isAbsolute() ? given : path.toString();
    }

    private static String with(Map<?, ?> config, Map<?, ?> data) {
        var newConfig = new LinkedHashMap<Object, Object>(config);
        newConfig.put("data", data);
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(new Representer(options), options).dump(newConfig);
    }
}
