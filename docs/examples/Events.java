import java.time.Duration;
import java.util.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.serialization.*;

/** Prints what happens to jobs: Events BROKER. */
class Events {
    public static void main(String... arguments) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers", arguments[0], "group.id", "mine", "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of("unstir.job-events"));
            for (int i = 0; i < 10; i++) {
                for (var event : consumer.poll(Duration.ofSeconds(1))) {
                    System.out.println(event.key() + " " + new String(event.headers().lastHeader("ce_type").value()));
                }
            }
        }
    }
}
