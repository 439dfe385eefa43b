package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static io.unstir.gateway.it.GatewayIT.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobControl;
import java.net.http.HttpResponse;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that no longer wants a job. */
@ExtendWith(SharedGateway.class)
class CancelIT {
    private static Broker broker;
    private static StorageServer storage;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, StorageServer sharedStorage, Gateway sharedGateway) {
        broker = sharedBroker;
        storage = sharedStorage;
        gateway = sharedGateway;
    }

    @Test
    void theWishIsOnTheTopicWhenTheAnswerComes() throws Exception {
        // Given
        var job = json(gateway.post("/v1/jobs", "{\"prompt\":\"a heart\"}"));
        var id = job.get("id").textValue();

        // When
        var response = gateway.post(job.at("/urls/cancel").textValue(), "");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response)).isEqualTo(job);
        var record = broker.only(id, Topic.JOB_CONTROL);
        var control = JobControl.parseFrom(record.value());
        assertThat(control.getJobId()).isEqualTo(id);
        assertThat(control.getTenant()).isEqualTo("default");
        assertThat(control.hasCancelRequested()).isTrue();
        assertThat(header(record, "ce_type")).isEqualTo("io.unstir.v1.JobCancelRequested");
        assertThat(header(record, "ce_id")).isEqualTo(id + "/cancel-requested");
    }

    @Test
    void aJobThatIsSampledNowCanBeCanceled() throws Exception {
        // Given
        var id = "0199c0de-0000-7000-8000-00000000c001";
        storage.put("/jobs/" + id, stored(id, "processing"));

        // When
        var response = cancel(id);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).get("status").textValue()).isEqualTo("processing");
        assertThat(broker.only(id, Topic.JOB_CONTROL)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "failed", "canceled"})
    void aJobThatHasEndedIsAnsweredAsItIs(String status) throws Exception {
        // Given
        var id = "0199c0de-0000-7000-8000-0000000000%02d".formatted(status.length());
        storage.put("/jobs/" + id, stored(id, status));

        // When
        var response = cancel(id);

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("status").textValue()).isEqualTo(status);
        assertThat(broker.read(Topic.JOB_CONTROL))
                .extracting(ConsumerRecord::key)
                .doesNotContain(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0199c0de-0000-7000-8000-000000000000", "not-a-uuid"})
    void aJobThatNobodyKnowsIsNotFound(String id) throws Exception {
        // When
        var response = cancel(id);

        // Then
        assertProblem(response, 404, "not-found", "id");
        assertThat(broker.read(Topic.JOB_CONTROL))
                .extracting(ConsumerRecord::key)
                .doesNotContain(id);
    }

    @Test
    void cancelingIsPosted() throws Exception {
        // When
        var response = gateway.get("/v1/jobs/0199c0de-0000-7000-8000-000000000000/cancel");

        // Then
        assertProblem(response, 405, "method-not-allowed", null);
        assertThat(response.headers().firstValue("Allow")).hasValue("POST");
    }

    private static HttpResponse<byte[]> cancel(String id) throws Exception {
        return gateway.post("/v1/jobs/" + id + "/cancel", "");
    }

    private static byte[] stored(String id, String status) {
        return GatewayIT.storedJob(id, "")
                .replace("\"succeeded\"", "\"" + status + "\"")
                .getBytes(UTF_8);
    }
}
