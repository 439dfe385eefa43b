package io.unstir.local.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.local.LocalFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGaugesTest {
    private static final int MANY = 40;

    private final ProcessGauges self = new ProcessGauges("self", ProcessHandle.current(), Quantity.HANDLES);

    @Test
    void openFilesAndThreadsAreSeen(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        var before = self.read();
        var end = new CountDownLatch(1);
        List<InputStream> open = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                open.add(Files.newInputStream(file));
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        end.await();
                    } catch (InterruptedException e) {
                        // It ends either way.
                    }
                });
            }

            var after = self.read();

            for (Quantity quantity : List.of(Quantity.HANDLES, Quantity.THREADS)) {
                var gauge = new Gauge("self", quantity);
                assertThat(after.get(gauge) - before.get(gauge))
                        .as(quantity.label())
                        .isBetween(MANY - 10.0, MANY + 10.0);
            }
        } finally {
            end.countDown();
            for (InputStream each : open) {
                each.close();
            }
        }
    }

    @Test
    void memoryThatIsInUseIsSeen() {
        var gauge = new Gauge("self", Quantity.MEMORY);

        assertThat(self.read().get(gauge)).isGreaterThan(10);
    }

    @Test
    void theHeapIsWhatBothGenerationsUse() {
        assertThat(ProcessGauges.usedMib("""
                        4711:
                        Command executed successfully
                        DefNew     total 116224K, used 1024K [0x0000000687400000, 0x000000068f210000, 0x0000000704d50000)
                         eden space 103360K,   0% used [0x0000000687400000, 0x0000000687400000, 0x000000068d8f0000)
                        Tenured    total 258048K, used 3072K [0x0000000704d50000, 0x0000000714950000, 0x0000000800000000)
                         the  space 258048K,   1% used [0x0000000704d50000, 0x000000070504bb98, 0x0000000714950000)
                        Metaspace       used 8942K, committed 9088K, reserved 1114112K
                        """)).isEqualTo(4);
    }

    @Test
    void aHeapThatIsNotUnderstoodIsNoHeapOfNothing() {
        assertThatThrownBy(() -> ProcessGauges.usedMib("garbage-first heap   total 1024K, used 1K"))
                .isInstanceOf(LocalFailure.class);
    }
}
