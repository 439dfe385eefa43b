package io.unstir.trainer.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Writes a {@link BlockFile}, which appears whole or not at all. Blocks are computed by several threads and written in their order;
 * few of them are in memory at a time.
 */
final class BlockFileWriter {
    private static final int AT_ONCE = 64;

    private final FileChannel channel;
    private final CRC32C checksum = new CRC32C();
    private final StringBuilder text = new StringBuilder();

    /** What became of a block. */
    sealed interface Block {
        record Values(float[] floats) implements Block {}

        /** @param reason one line, not empty */
        record Failure(String reason) implements Block {
            public Failure {
                reason = reason.lines()
                        .findFirst()
                        .filter(line -> !line.isBlank())
                        .orElse("unknown reason");
            }
        }
    }

    private BlockFileWriter(FileChannel channel) {
        this.channel = channel;
    }

    /** @param compute called once for each block from 0 on, by several threads */
    static void write(Path file, int blocks, IntFunction<Block> compute) throws IOException {
        Files.createDirectories(file.getParent());
        Path partial = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".partial");
        try {
            try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                new BlockFileWriter(channel).writeAll(blocks, compute);
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private void writeAll(int blocks, IntFunction<Block> compute) throws IOException {
        for (int first = 0; first < blocks; first += AT_ONCE) {
            List<Block> some = IntStream.range(first, Math.min(first + AT_ONCE, blocks))
                    .parallel()
                    .mapToObj(compute)
                    .toList();
            for (Block block : some) {
                write(block);
            }
        }
        byte[] lines = text.toString().getBytes(UTF_8);
        write(ByteBuffer.wrap(lines));
        write(longs(1).putLong(lines.length).flip());
        write(longs(2).putLong(checksum.getValue()).putLong(BlockFile.MAGIC).flip());
    }

    private void write(Block block) throws IOException {
        switch (block) {
            case Block.Values(float[] floats) -> {
                text.append(floats.length).append('\n');
                var bytes = ByteBuffer.allocate(floats.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
                bytes.asFloatBuffer().put(floats);
                write(bytes);
            }
            case Block.Failure(String reason) ->
                text.append(BlockFile.FAILURE).append(reason).append('\n');
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        checksum.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer longs(int count) {
        return ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }
}
