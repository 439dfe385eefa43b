package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static io.unstir.gateway.it.GatewayIT.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unstir.proto.Topic;
import io.unstir.proto.v1.TrainingCancelled;
import io.unstir.proto.v1.TrainingControl;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingSampled;
import io.unstir.proto.v1.TrainingStarted;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings: listed, watched, canceled. */
@ExtendWith(SharedGateway.class)
class TrainingsIT {
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
    void aPageOfTrainingsLeadsToEachAndToTheNextPage() throws Exception {
        // Given
        var id = "0199c0de-0000-7000-8000-0000000000a1";
        storage.put(
                "/trainings",
                "{\"trainings\":[%s],\"next_cursor\":\"MSBh\"}"
                        .formatted(training(id, "processing"))
                        .getBytes(UTF_8));

        // When
        var page = json(gateway.get("/v1/trainings?limit=1"));

        // Then
        assertThat(page.at("/trainings/0/id").textValue()).isEqualTo(id);
        assertThat(page.at("/trainings/0/urls/events").textValue()).isEqualTo("/v1/trainings/" + id + "/events");
        assertThat(page.at("/next_cursor").textValue()).isEqualTo("MSBh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "limit=1e1", "cursor=%20", "cursor=*"})
    void aPageThatCannotBeIsRefused(String query) throws Exception {
        assertProblem(
                gateway.get("/v1/trainings?" + query), 400, "invalid-request", query.substring(0, query.indexOf('=')));
    }

    @Test
    void theWishToCancelIsOnTheTopicWhenTheAnswerComes() throws Exception {
        // Given
        var training = json(gateway.post("/v1/trainings", "{\"config\":\"model: a\"}"));
        var id = training.get("id").textValue();

        // When
        var response = gateway.post(training.at("/urls/cancel").textValue(), "");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response)).isEqualTo(training);
        var record = broker.only(id, Topic.TRAINING_CONTROL);
        var control = TrainingControl.parseFrom(record.value());
        assertThat(control.getTrainingId()).isEqualTo(id);
        assertThat(control.getTenant()).isEqualTo("default");
        assertThat(control.hasCancelRequested()).isTrue();
        assertThat(header(record, "ce_type")).isEqualTo("io.unstir.v1.TrainingCancelRequested");
        assertThat(header(record, "ce_id")).isEqualTo(id + "/cancel-requested");
    }

    @ParameterizedTest
    @ValueSource(strings = {"succeeded", "failed", "canceled"})
    void aTrainingThatHasEndedIsAnsweredAsItIs(String status) throws Exception {
        // Given
        var id = "0199c0de-0000-7000-8000-0000000001%02d".formatted(status.length());
        storage.put("/trainings/" + id, training(id, status).getBytes(UTF_8));

        // When
        var response = gateway.post("/v1/trainings/" + id + "/cancel", "");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("status").textValue()).isEqualTo(status);
        assertThat(broker.read(Topic.TRAINING_CONTROL))
                .extracting(ConsumerRecord::key)
                .doesNotContain(id);
    }

    @Test
    void aTrainingThatNobodyKnowsIsNotFound() throws Exception {
        var unknown = "/v1/trainings/0199c0de-0000-7000-8000-000000000000";

        assertProblem(gateway.post(unknown + "/cancel", ""), 404, "not-found", "id");
        assertProblem(gateway.get(unknown + "/events"), 404, "not-found", "id");
        assertProblem(gateway.get("/v1/trainings/not-a-uuid/events"), 404, "not-found", "id");
    }

    @Test
    void aWatcherIsToldFromTheBeginningToTheEnd() throws Exception {
        // Given
        var id = "0199c0de-0000-7000-8000-0000000000b1";
        var events = new ArrayList<>(List.of(
                event(id).setStarted(TrainingStarted.newBuilder().setModel("a").setTotalSteps(20)),
                event(id)
                        .setProgressed(TrainingProgressed.newBuilder()
                                .setStep(10)
                                .setTotalSteps(20)
                                .setLoss(0.5))));
        store(id, "processing", events);

        // When
        try (var watcher = SseClient.at(gateway, "/v1/trainings/" + id + "/events")) {
            var standing = watcher.event();
            var started = watcher.event();
            var progressed = watcher.event();
            events.add(event(id)
                    .setSampled(TrainingSampled.newBuilder()
                            .setStep(20)
                            .setSamplesSha256("5".repeat(64))
                            .setLossCurveSha256("6".repeat(64))));
            events.add(event(id).setCancelled(TrainingCancelled.newBuilder().setSteps(20)));
            store(id, "canceled", events);
            var sampled = watcher.event();
            var done = watcher.event();

            // Then
            assertThat(standing.name()).isEqualTo("status");
            assertThat(standing.id()).isEmpty();
            assertThat(standing.json().get("status").textValue()).isEqualTo("processing");
            assertThat(started.name()).isEqualTo("status");
            assertThat(started.json().get("total_steps").intValue()).isEqualTo(20);
            assertThat(progressed.name()).isEqualTo("progress");
            assertThat(progressed.id()).hasValue("101");
            assertThat(progressed.json().get("loss").doubleValue()).isEqualTo(0.5);
            assertThat(sampled.name()).isEqualTo("samples");
            assertThat(sampled.json().at("/samples/url").textValue()).isEqualTo("/v1/images/" + "5".repeat(64));
            assertThat(done.name()).isEqualTo("done");
            assertThat(done.json().get("status").textValue()).isEqualTo("canceled");
            assertThat(watcher.next()).isEmpty();
        }
    }

    @Test
    void aWatcherWhoComesAgainIsToldTheRestAndThenNothing() throws Exception {
        // Given
        var id = "0199c0de-0000-7000-8000-0000000000b2";
        store(
                id,
                "canceled",
                List.of(
                        event(id).setStarted(TrainingStarted.getDefaultInstance()),
                        event(id).setCancelled(TrainingCancelled.getDefaultInstance())));

        // When
        try (var again = SseClient.at(gateway, "/v1/trainings/" + id + "/events", "Last-Event-ID", "100");
                var late = SseClient.at(gateway, "/v1/trainings/" + id + "/events", "Last-Event-ID", "101")) {
            // Then
            assertThat(again.rest()).extracting(SseClient.Received::name).containsExactly("status", "done");
            assertThat(late.response().statusCode()).isEqualTo(204);
        }
    }

    private static TrainingEvent.Builder event(String id) {
        return TrainingEvent.newBuilder().setTrainingId(id);
    }

    private static void store(String id, String status, List<TrainingEvent.Builder> events) {
        var told = new ArrayList<String>();
        for (var event : events) {
            var payload = Base64.getEncoder().encodeToString(event.build().toByteArray());
            told.add("{\"offset\":%d,\"payload\":\"%s\"}".formatted(100 + told.size(), payload));
        }
        storage.put("/trainings/" + id, training(id, status).getBytes(UTF_8));
        storage.put(
                "/trainings/" + id + "/events",
                "{\"training\":%s,\"events\":[%s]}"
                        .formatted(training(id, status), String.join(",", told))
                        .getBytes(UTF_8));
    }

    private static String training(String id, String status) {
        return """
                {"id": "%s", "status": "%s", "model": "a", "step": 10, "total_steps": 20, "loss": 0.5,
                 "images_per_second": 3.5, "checkpoint": null, "error": null, "created_at": "2026-11-23T10:00:00Z",
                 "started_at": null, "completed_at": null}""".formatted(id, status);
    }
}
