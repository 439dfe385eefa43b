package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/** A training configuration as sent: its data folder made absolute, since the trainer runs elsewhere. */
final class TrainingConfig {
    private TrainingConfig() {}

    /** The YAML of {@code file} with {@code data.folder} resolved against the file's own folder. */
    static String read(Path file) {
        if (!Files.isReadable(file)) {
            throw new LocalFailure("training configuration " + file + " is not there or not readable");
        }
        try {
            String text = Files.readString(file);
            Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
            if (!(loaded instanceof Map<?, ?> config)
                    || !(config.get("data") instanceof Map<?, ?> data)
                    || !(data.get("folder") instanceof String folder)) {
                return text;
            }
            Path absolute = file.toAbsolutePath().getParent().resolve(folder).normalize();
            if (!Files.isDirectory(absolute)) {
                throw new LocalFailure(
                        "data.folder is \"" + folder + "\" in " + file + ", but there is no folder " + absolute);
            }
            return Path.of(folder).isAbsolute() ? text : with(config, data, absolute);
        } catch (IOException | YAMLException e) {
            throw new LocalFailure("training configuration " + file + " is not readable: " + e.getMessage(), e);
        }
    }

    private static String with(Map<?, ?> config, Map<?, ?> data, Path folder) {
        var newData = new LinkedHashMap<Object, Object>(data);
        newData.put("folder", folder.toString());
        var newConfig = new LinkedHashMap<Object, Object>(config);
        newConfig.put("data", newData);
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        return new Yaml(new Representer(options), options).dump(newConfig);
    }
}
