package io.unstir.trainer.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.TrainingRequested;
import io.unstir.trainer.bundle.BundleException;
import io.unstir.trainer.bundle.BundleReader;
import io.unstir.trainer.config.BadConfigException;
import io.unstir.trainer.config.TrainingConfigReader;
import io.unstir.trainer.data.DatasetException;
import io.unstir.trainer.data.HostileData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a fuzzer calls: the first byte says which of the trainer's readers gets the rest, which may refuse it in its own words only. */
public final class HostileBytes {
    enum Reader {
        REQUEST,
        CONFIG,
        PICTURE,
        CAPTIONS,
        MANIFEST,
        BUNDLE,
        BLOCKS
    }

    private static final Path FOLDER = folder();

    private HostileBytes() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        try {
            read(Reader.values()[Math.floorMod(input[0], Reader.values().length)], bytes);
        } catch (BadConfigException | DatasetException | BundleException | IOException refused) {
            return;
        }
    }

    private static void read(Reader reader, byte[] bytes) throws IOException {
        switch (reader) {
            case REQUEST -> request(bytes);
            case CONFIG -> config(new String(bytes, UTF_8));
            case PICTURE -> HostileData.picture(bytes);
            case CAPTIONS -> HostileData.captions(FOLDER, bytes);
            case MANIFEST -> new BundleReader().readManifest(Files.write(FOLDER.resolve("unstir.json"), bytes));
            case BUNDLE -> {
                Files.write(FOLDER.resolve("unstir.json"), bytes);
                new BundleReader().read(FOLDER);
            }
            case BLOCKS -> HostileData.blocks(FOLDER, bytes);
        }
    }

    private static void request(byte[] record) throws InvalidProtocolBufferException {
        config(TrainingRequested.parseFrom(record).getConfigYaml());
    }

    private static void config(String yaml) {
        new TrainingConfigReader().read(yaml, FOLDER);
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("fuzz");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
