package io.unstir.trainer.bundle;

import java.util.Map;

/**
 * Where a bundle's weights come from, besides the configuration and the data.
 *
 * @param trainingId empty for a run that nobody requested
 * @param configYaml the configuration as it was given
 * @param startCheckpoint digest of the checkpoint whose weights it began with; empty for weights drawn from the seed
 * @param codeRevision of the trainer
 * @param libraries versions by name
 */
public record Provenance(
        String trainingId,
        String configYaml,
        String startCheckpoint,
        String codeRevision,
        Map<String, String> libraries) {
    public Provenance {
        libraries = Map.copyOf(libraries);
    }
}
