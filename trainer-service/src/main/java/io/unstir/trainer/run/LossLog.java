package io.unstir.trainer.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The loss of every step, a line each, in {@code loss.csv}. A run that goes on at step k first forgets what an earlier try wrote of
 * later steps, and lines are on disk before the checkpoint of their step is: no step is missing and none is there twice.
 */
final class LossLog implements AutoCloseable {
    private static final String HEADER = "step,loss\n";

    private final Path file;
    private final FileChannel channel;
    private final BufferedWriter writer;

    private LossLog(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
        writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.US_ASCII));
    }

    /**
     * What was written.
     *
     * @param steps rising
     */
    record Losses(long[] steps, double[] losses) {}

    /** @param step steps done that are kept */
    static LossLog resume(Path folder, long step) {
        Path file = folder.resolve("loss.csv");
        try {
            Files.createDirectories(folder);
            long kept = Files.exists(file) ? lengthUpTo(file, step) : 0;
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(kept).position(kept);
            var log = new LossLog(file, channel);
            if (kept == 0) {
                log.writer.write(HEADER);
            }
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("loss.csv could not be opened", e);
        }
    }

    /** Bytes of the header and of whole lines of steps up to {@code step}. */
    private static long lengthUpTo(Path file, long step) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        int length = text.startsWith(HEADER) ? HEADER.length() : 0;
        while (length > 0) {
            int end = text.indexOf('\n', length);
            int comma = text.indexOf(',', length);
            if (end < 0 || comma < 0 || comma > end || Long.parseLong(text, length, comma, 10) > step) {
                break;
            }
            length = end + 1;
        }
        return length;
    }

    void add(long step, double loss) {
        try {
            writer.write(Long.toString(step));
            writer.write(',');
            writer.write(Float.toString((float) loss));
            writer.write('\n');
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Returns when all that was added is on disk. */
    void force() {
        try {
            writer.flush();
            channel.force(false);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    Losses read() {
        try {
            writer.flush();
            List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
            List<String[]> rows =
                    lines.stream().skip(1).map(line -> line.split(",")).toList();
            return new Losses(
                    rows.stream()
                            .flatMapToLong(row -> LongStream.of(Long.parseLong(row[0])))
                            .toArray(),
                    rows.stream()
                            .flatMapToDouble(row -> DoubleStream.of(Double.parseDouble(row[1])))
                            .toArray());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static UncheckedIOException failure(IOException cause) {
        return new UncheckedIOException("loss.csv could not be written", cause);
    }
}
