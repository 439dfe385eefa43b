package io.unstir.sampler.model;

import com.google.protobuf.InvalidProtocolBufferException;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.JobControl;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.sampler.picture.Picture;
import io.unstir.sampler.picture.PictureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** What a fuzzer calls: the first byte says which of the sampler's readers gets the rest, which may refuse it in its own words only. */
public final class HostileBytes {
    static final byte GRAPH = 0;
    static final byte PICTURE = 1;
    static final byte MANIFEST = 2;
    static final byte RECORD = 3;
    private static final int READERS = 4;

    private static final Path FILE = file();

    private HostileBytes() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        switch (Math.floorMod(input[0], READERS)) {
            case GRAPH -> graph(bytes);
            case PICTURE -> picture(bytes);
            case MANIFEST -> manifest(bytes);
            default -> record(bytes);
        }
    }

    private static void graph(byte[] bytes) throws IOException {
        Files.write(FILE, bytes);
        try {
            GraphWalk.outsideTensors("model.onnx", FILE);
        } catch (InvalidProtocolBufferException | BundleException refused) {
            return;
        }
    }

    private static void picture(byte[] bytes) {
        try {
            Picture.of("init_image", bytes).sample(3, 8, 8);
        } catch (PictureException refused) {
            return;
        }
    }

    private static void manifest(byte[] bytes) {
        try {
            var bundle = new Bundle("0".repeat(64), Bundle.parse(bytes), FILE.getParent());
            bundle.prediction();
            bundle.schedule();
            bundle.shape();
        } catch (BundleException | IllegalArgumentException refused) {
            return;
        }
    }

    private static void record(byte[] bytes) {
        try {
            JobSubmitted.parseFrom(bytes);
            JobControl.parseFrom(bytes);
            CheckpointEvent.parseFrom(bytes);
        } catch (InvalidProtocolBufferException refused) {
            return;
        }
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("fuzz", ".onnx");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
