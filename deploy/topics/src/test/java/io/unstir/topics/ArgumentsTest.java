package io.unstir.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.unstir.proto.Topic;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parse(String words) {
        return Arguments.parse(words.split(" "));
    }

    @Test
    void everyOptionIsTakenAndThreeCopiesAreTheDefault() {
        assertThat(parse("--bootstrap-servers a:1,b:2"))
                .isEqualTo(new Arguments("a:1,b:2", (short) 3, false, Duration.ofMinutes(5)));
        assertThat(parse("--groups-only --replication-factor 1 --wait PT9S --bootstrap-servers a:1"))
                .isEqualTo(new Arguments("a:1", (short) 1, true, Duration.ofSeconds(9)));
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> parse("--replication-factor 3")).hasMessageContaining("--bootstrap-servers");
        assertThatThrownBy(() -> parse("--bootstrap-servers a:1 --replication-factor 0"))
                .hasMessageContaining("from 1 to 99 (got 0)");
        assertThatThrownBy(() -> parse("--bootstrap-servers a:1 --wait long")).hasMessageContaining("(got long)");
        assertThatThrownBy(() -> parse("--bootstrap-server a:1"))
                .hasMessageContaining("--bootstrap-server is no option");
        assertThatThrownBy(() -> parse("--bootstrap-servers")).hasMessageContaining("needs a value");
    }

    @Test
    void theClientTakesTlsFromTheEnvironmentAsTheServicesDo() {
        var environment = Map.of(
                "KAFKA_SECURITY_PROTOCOL", "SASL_SSL", "KAFKA_SSL_TRUSTSTORE_TYPE", "PEM", "KAFKA_HOME", "/opt/kafka");

        assertThat(Main.client(parse("--bootstrap-servers a:1"), environment))
                .isEqualTo(Map.of(
                        "security.protocol",
                        "SASL_SSL",
                        "ssl.truststore.type",
                        "PEM",
                        "bootstrap.servers",
                        "a:1",
                        "client.id",
                        "unstir-topics"));
    }

    @Test
    void aTopicKeepsItsRecordsAsProtoSays() {
        assertThat(TopicSetup.settings(Topic.PREVIEWS))
                .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", "600000", "segment.ms", "600000"));
        assertThat(TopicSetup.settings(Topic.CHECKPOINTS))
                .isEqualTo(Map.of("cleanup.policy", "compact", "retention.ms", "-1"));
    }
}
