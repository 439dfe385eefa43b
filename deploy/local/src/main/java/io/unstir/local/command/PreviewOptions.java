package io.unstir.local.command;

import io.unstir.local.Console;
import io.unstir.local.Progress;
import io.unstir.local.terminal.LivePictures;
import io.unstir.local.terminal.PreviewStyle;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether and how images are shown while they are made. */
final class PreviewOptions {
    @Option(
            names = "--preview",
            paramLabel = "STYLE",
            description = {
                "Show images on the terminal while they are made: ${COMPLETION-CANDIDATES}",
                "(default: auto, by what the terminal understands)."
            })
    PreviewStyle style = PreviewStyle.auto;

    Optional<LivePictures> on(Progress progress, Console console) {
        return progress.region().flatMap(region -> LivePictures.on(region, style, console, System.getenv()));
    }
}
