package io.unstir.gateway.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.trace.NoSpans;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobCancelRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    @Test
    void aGatewayThatEndsSendsItsClientsToAnotherOne() {
        // Given
        var publisher = new EventPublisher(
                Map.of("bootstrap.servers", "127.0.0.1:9"),
                Duration.ofSeconds(4),
                new SimpleMeterRegistry(),
                new NoSpans());
        publisher.close();
        var canceled = JobCancelRequested.getDefaultInstance();

        // When
        var problem = catchThrowableOfType(
                ProblemException.class,
                () -> publisher.publish(Topic.JOB_CONTROL, "a job", canceled, "an id", Instant.EPOCH));

        // Then
        assertThat(problem.code()).isEqualTo(ProblemCode.BROKER_UNAVAILABLE);
    }
}
