package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static io.unstir.gateway.it.GatewayIT.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Models by name, and their end. */
@ExtendWith(SharedGateway.class)
class ModelsIT {
    private static Broker broker;
    private static Gateway gateway;

    @BeforeAll
    static void start(Broker sharedBroker, Gateway sharedGateway) {
        broker = sharedBroker;
        gateway = sharedGateway;
    }

    @Test
    void aModelIsFoundByEachOfItsNames() throws Exception {
        // When
        var byId = json(gateway.get("/v1/models/emoji@2"));

        // Then
        assertThat(byId.get("id").textValue()).isEqualTo("emoji@2");
        assertThat(byId.get("aliases").toString()).isEqualTo("[\"emoji\",\"emoji@latest\"]");
        assertThat(json(gateway.get("/v1/models/emoji"))).isEqualTo(byId);
        assertThat(json(gateway.get("/v1/models/emoji%40latest"))).isEqualTo(byId);
        assertThat(json(gateway.get("/v1/models/emoji@1")).get("aliases")).isEmpty();
        assertThat(json(gateway.post("/v1/jobs", "{\"prompt\":\"a heart\",\"model\":\"emoji@latest\"}"))
                        .get("model")
                        .textValue())
                .isEqualTo("emoji@2");
        assertThat(json(gateway.get("/v1/models")).get("default").textValue()).isEqualTo("emoji@2");
    }

    @Test
    void aRetiredModelIsRefusedWithItsReasonUntilItIsPublishedAgain() throws Exception {
        // Given
        publish("worn");

        // When
        var retired = gateway.post("/v1/models/worn@1/retire", "{\"reason\":\"worn@2 is better\"}");

        // Then
        assertThat(retired.statusCode()).isEqualTo(200);
        assertThat(json(retired).get("retired").booleanValue()).isTrue();
        var job = gateway.post("/v1/jobs", "{\"prompt\":\"a heart\",\"model\":\"worn@1\"}");
        assertProblem(job, 422, "unknown-model", "model");
        assertThat(json(job).get("detail").textValue())
                .startsWith("The model \"worn@1\" was retired: worn@2 is better; known: emoji@2");
        assertProblem(gateway.get("/v1/models/worn@1"), 404, "not-found", "id");
        assertThat(json(gateway.post("/v1/models/worn@1/retire", ""))).isEqualTo(json(retired));
        var record = broker.read(Topic.CHECKPOINTS).stream()
                .filter(written -> written.key().equals("worn@1"))
                .toList()
                .getLast();
        assertThat(header(record, "ce_type")).isEqualTo("io.unstir.v1.CheckpointRetired");
        assertThat(CheckpointEvent.parseFrom(record.value()).getRetired().getDigest())
                .isEqualTo("f".repeat(64));
        publish("worn");
        gateway.post("/v1/models/worn@1/retire", "");
    }

    @Test
    void onlyAVersionThatIsThereIsRetired() throws Exception {
        assertProblem(gateway.post("/v1/models/emoji/retire", ""), 400, "invalid-request", "id");
        assertProblem(gateway.post("/v1/models/emoji@latest/retire", ""), 400, "invalid-request", "id");
        assertProblem(gateway.post("/v1/models/none@1/retire", ""), 404, "not-found", "id");
        assertProblem(gateway.post("/v1/models/none@1/retire", "{\"why\":1}"), 400, "invalid-request", "why");
    }

    private static void publish(String model) throws Exception {
        var event = TestModels.published(model, "1", "f".repeat(64));
        broker.write(Topic.CHECKPOINTS, model + "@1", event.toByteArray());
        await().until(() -> gateway.get("/v1/models/" + model + "@1").statusCode() == 200);
    }
}
