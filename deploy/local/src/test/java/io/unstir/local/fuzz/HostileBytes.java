package io.unstir.local.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.unstir.local.LocalFailure;
import io.unstir.local.api.HostileAnswers;
import io.unstir.local.command.HostileWords;
import io.unstir.local.image.ImageFile;
import io.unstir.local.image.PngChunks;
import io.unstir.local.image.PngTexts;
import io.unstir.local.supervisor.StateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine.TypeConversionException;

/** What a fuzzer calls: the first byte says which reader of the command line gets the rest, which may refuse it in its own words only. */
public final class HostileBytes {
    enum Reader {
        EVENTS,
        PROBLEM,
        JOB,
        TRAINING,
        VERIFICATION,
        LINEAGE,
        MARGINS,
        SIZE,
        RESAMPLING,
        CONFIG,
        IMAGE,
        STATE
    }

    private static final Path FILE = file();

    private HostileBytes() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            read(Reader.values()[Math.floorMod(input[0], Reader.values().length)], bytes);
        } catch (LocalFailure | IOException | TypeConversionException refused) {
            return;
        }
    }

    private static void read(Reader reader, byte[] bytes) throws Exception {
        switch (reader) {
            case EVENTS -> HostileAnswers.events(bytes);
            case PROBLEM -> HostileAnswers.problem(bytes);
            case JOB -> HostileAnswers.job(HostileAnswers.document(bytes));
            case TRAINING -> HostileAnswers.training(HostileAnswers.document(bytes));
            case VERIFICATION -> HostileAnswers.verification(HostileAnswers.document(bytes));
            case LINEAGE -> HostileWords.lineage(HostileAnswers.document(bytes), "a");
            case MARGINS -> HostileWords.margins(new String(bytes, ISO_8859_1));
            case SIZE -> HostileWords.size(new String(bytes, ISO_8859_1));
            case RESAMPLING -> HostileWords.resampling(new String(bytes, ISO_8859_1));
            case CONFIG -> HostileWords.training(written(bytes));
            case IMAGE -> image(bytes);
            case STATE -> new StateFile(written(bytes)).read();
        }
    }

    private static void image(byte[] bytes) throws IOException {
        PngTexts.of(bytes).image();
        ImageFile.read("--init", written(PngChunks.withoutTexts(bytes)));
    }

    private static Path written(byte[] bytes) throws IOException {
        return Files.write(FILE, bytes);
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", null);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
