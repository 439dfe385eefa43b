package io.unstir.local.command;

import java.nio.file.Path;
import java.util.Map;

/** What the command line takes for arguments, configurations and lineage. */
public final class HostileWords {
    private HostileWords() {}

    public static void margins(String text) throws Exception {
        new PixelNotation.ToMargins().convert(text).document();
    }

    public static void size(String text) throws Exception {
        new PixelNotation.ToSize().convert(text);
    }

    public static void resampling(String text) throws Exception {
        new PixelNotation.ToResampling().convert(text);
    }

    public static void training(Path config) {
        TrainingConfig.read(config);
    }

    public static void lineage(Map<String, Object> graph, String image) {
        LineageTree.of(graph).lines(image);
    }
}
