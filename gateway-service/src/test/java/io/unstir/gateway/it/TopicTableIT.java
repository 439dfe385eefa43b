package io.unstir.gateway.it;

import static org.awaitility.Awaitility.await;

import io.unstir.gateway.topic.TopicTable;
import io.unstir.proto.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicTableIT {
    private static final Topic TOPIC = Topic.CHECKPOINTS;

    @Test
    void aRecordThatBreaksItsReaderIsSkipped(@TempDir Path data) throws Exception {
        try (var broker = new Broker(data)) {
            // Given
            broker.write(TOPIC, "good", new byte[1]);
            broker.write(TOPIC, "breaks", new byte[1]);
            var told = new AtomicReference<List<String>>();
            var table = new TopicTable<>(
                    TOPIC,
                    Map.of("bootstrap.servers", broker.bootstrapServers()),
                    List.of(),
                    TopicTableIT::withKey,
                    told::set);

            // When
            table.start();
            try {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> List.of("good").equals(told.get()));
                broker.write(TOPIC, "breaks", new byte[1]);
                broker.write(TOPIC, "later", new byte[1]);

                // Then
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> List.of("good", "later").equals(told.get()));
            } finally {
                table.stop();
            }
        }
    }

    private static List<String> withKey(List<String> keys, ConsumerRecord<String, byte[]> record) {
        if (record.key().equals("breaks")) {
            throw new IllegalStateException("as a decoder's defect would");
        }
        return Stream.concat(keys.stream(), Stream.of(record.key())).toList();
    }
}
