package io.unstir.local.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventReaderTest {

    private static EventReader reading(String text) {
        return new EventReader(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    @Test
    void eventsAreReadWithNameIdAndData() throws IOException {
        var reader = reading(
                "event: status\ndata: {\"status\":\"queued\"}\n\nid:3-7\nevent:progress\ndata:{\"value\":0.5}\n\n");

        assertThat(reader.next()).contains(new ServerEvent("status", Optional.empty(), Map.of("status", "queued")));
        assertThat(reader.next()).contains(new ServerEvent("progress", Optional.of("3-7"), Map.of("value", 0.5)));
        assertThat(reader.next()).isEmpty();
    }

    @Test
    void commentsAndUnknownFieldsArePassedOver() throws IOException {
        var reader = reading(":\n\nretry: 100\n: hello\nevent: done\ndata: {\"id\":\ndata: \"j\"}\r\n\r\n");

        assertThat(reader.next()).contains(new ServerEvent("done", Optional.empty(), Map.of("id", "j")));
    }

    @Test
    void eventThatIsCutOffIsDropped() throws IOException {
        assertThat(reading("event: done\ndata: {\"id\":\"j\"}\n").next()).isEmpty();
    }
}
