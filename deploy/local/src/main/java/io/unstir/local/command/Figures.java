package io.unstir.local.command;

import io.unstir.local.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** What a benchmark wrote, a JSON document. */
record Figures(Path measured) {

    /** @param file where they go; null for stdout */
    void deliver(Path file, Console console) throws IOException {
        if (file == null) {
            console.print(Files.readString(measured).strip());
        } else {
            Files.copy(measured, file, StandardCopyOption.REPLACE_EXISTING);
            console.note("figures in " + file);
        }
    }
}
