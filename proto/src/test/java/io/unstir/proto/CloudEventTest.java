package io.unstir.proto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.CheckpointPublished;
import io.unstir.proto.v1.JobControl;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobStarted;
import io.unstir.proto.v1.JobSubmitted;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventTest {
    private static final Instant TIME = Instant.parse("2026-11-23T10:15:30.5Z");

    @Test
    void headersAreTheBinaryModeOfTheKafkaBinding() {
        // Given
        var event =
                CloudEvent.of(JobSubmitted.getDefaultInstance(), "job-1/submitted", "/unstir/gateway", "job-1", TIME);

        // When
        var headers = new LinkedHashMap<String, String>();
        event.headers().forEach((name, value) -> headers.put(name, new String(value, UTF_8)));

        // Then
        var expected = new LinkedHashMap<String, String>();
        expected.put("ce_specversion", "1.0");
        expected.put("ce_id", "job-1/submitted");
        expected.put("ce_source", "/unstir/gateway");
        expected.put("ce_type", "io.unstir.v1.JobSubmitted");
        expected.put("ce_subject", "job-1");
        expected.put("ce_time", "2026-11-23T10:15:30.500Z");
        expected.put("content-type", "application/protobuf");
        assertThat(headers).containsExactlyEntriesOf(expected);
    }

    @Test
    void headerValuesAreUtf8() {
        // Given
        var event = new CloudEvent("é", "/unstir/gateway", "t", "模型@1", TIME);

        // When
        var headers = event.headers();

        // Then
        assertThat(headers.get("ce_subject")).isEqualTo("模型@1".getBytes(UTF_8));
    }

    @Test
    void theTypeOfAnEnvelopeIsTheEventItHolds() {
        // Given
        var started = JobEvent.newBuilder()
                .setJobId("job-1")
                .setStarted(JobStarted.getDefaultInstance())
                .build();
        var published = CheckpointEvent.newBuilder()
                .setPublished(CheckpointPublished.getDefaultInstance())
                .build();

        // When
        var types = new String[] {CloudEvent.typeOf(started), CloudEvent.typeOf(published)};

        // Then
        assertThat(types).containsExactly("io.unstir.v1.JobStarted", "io.unstir.v1.CheckpointPublished");
    }

    @Test
    void anEnvelopeWithoutAnEventIsNamedAfterItself() {
        // Given
        var empty = JobControl.getDefaultInstance();

        // When
        var type = CloudEvent.typeOf(empty);

        // Then
        assertThat(type).isEqualTo("io.unstir.v1.JobControl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void anEmptyAttributeIsRefusedByName(String empty) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloudEvent(empty, "/s", "t", "k", TIME))
                .withMessageContaining("id");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloudEvent("i", empty, "t", "k", TIME))
                .withMessageContaining("source");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloudEvent("i", "/s", empty, "k", TIME))
                .withMessageContaining("type");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloudEvent("i", "/s", "t", empty, TIME))
                .withMessageContaining("subject");
    }

    @Test
    void aMissingTimeIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CloudEvent("i", "/s", "t", "k", null))
                .withMessageContaining("time");
    }

    @Test
    void theTypesOfAnEnvelopeAreThoseOfAllEventsItCanHold() {
        assertThat(CloudEvent.typesOf(CheckpointEvent.getDescriptor()))
                .containsExactly("io.unstir.v1.CheckpointPublished", "io.unstir.v1.CheckpointRetired");
        assertThat(CloudEvent.typesOf(JobSubmitted.getDescriptor())).containsExactly("io.unstir.v1.JobSubmitted");
    }
}
