package io.unstir.local.command;

import io.unstir.local.LocalFailure;
import io.unstir.local.system.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A model that costs next to nothing, to measure everything else with. */
final class ModelOfNothing {
    static final String NAME = "nothing";

    private ModelOfNothing() {}

    /** @return the folder, whose only sub-folder is the model's bundle now */
    static Path export(Path models) throws IOException, InterruptedException {
        Path config = Installation.find().starterModels().resolve(NAME + ".yaml");
        int status = new ServiceProgram(
                        "trainer-service",
                        List.of(
                                "export",
                                config.toString(),
                                "--out",
                                models.resolve(NAME).toString()),
                        Map.of())
                .run(true);
        if (status != UnstirCommand.DONE) {
            throw new LocalFailure("the model to measure with could not be made");
        }
        return models;
    }
}
