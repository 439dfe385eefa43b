package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static io.unstir.gateway.it.GatewayIT.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointRef;
import io.unstir.proto.v1.JobError;
import io.unstir.proto.v1.JobParked;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.SolverSettings;
import io.unstir.proto.v1.Webhook;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What samplers parked, at two gateways of one system: seen, retried, dropped. Who may not, {@link TenantsIT} tells. */
@ExtendWith(SharedGateway.class)
class ParkedIT {
    private static final String PROMPT = "a secret walrus";

    private static Broker broker;
    private static GuardedGateways gateways;

    @BeforeAll
    static void start(Broker sharedBroker, GuardedGateways shared) {
        broker = sharedBroker;
        gateways = shared;
    }

    @Test
    void aParkedJobIsShownWithoutWhatWasAskedFor() throws Exception {
        // Given
        var job = parked(submitted());

        // When
        var response = list(gateways.first(), "?limit=1");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        var shown = json(response).at("/parked/0");
        assertThat(shown).isEqualTo(Gateway.JSON.readTree("""
                {"id": "%s", "tenant": "acme", "retryable": true, "parked_at": "2026-11-23T10:00:00.500Z", "delivery_count": 5,
                 "error": {"code": "delivery-limit", "message": "the job was taken 5 times and never ended"},
                 "source": {"topic": "unstir.jobs", "partition": 3, "offset": 17}}""".formatted(job.getJobId())));
        assertThat(new String(response.body(), UTF_8)).doesNotContain("walrus", "8.8.8.8");
    }

    @Test
    void aRetriedJobIsSubmittedOnceAsANewOneAndOffTheList() throws Exception {
        // Given
        var job = parked(submitted());

        // When
        var response = retry(gateways.first(), job.getJobId());

        // Then
        assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(202);
        var id = json(response).get("job").textValue();
        assertThat(json(response).get("id").textValue()).isEqualTo(job.getJobId());
        assertThat(json(response).get("tenant").textValue()).isEqualTo("acme");
        assertThat(response.headers().firstValue("Location")).hasValue("/v1/jobs/" + id);
        assertThat(new String(response.body(), UTF_8)).doesNotContain("walrus");
        var record = broker.only(id, Topic.JOBS);
        var again = JobSubmitted.parseFrom(record.value());
        assertThat(again.getSubmittedAt()).isNotEqualTo(job.getSubmittedAt());
        assertThat(again)
                .isEqualTo(job.toBuilder()
                        .setJobId(id)
                        .setSubmittedAt(again.getSubmittedAt())
                        .build());
        assertThat(header(record, "ce_id")).isEqualTo(id + "/submitted");
        assertThat(shown(gateways.second())).doesNotContain(job.getJobId());
        assertThat(last(job.getJobId()).value()).isNull();
        assertProblem(retry(gateways.second(), job.getJobId()), 404, "not-found", "id");
    }

    @Test
    void aRetryThatWasCutOffBeforeTheListWasWrittenMakesNoSecondJob() throws Exception {
        // Given
        var job = submitted();
        parked(job);
        var first = json(retry(gateways.first(), job.getJobId()));
        // A gateway that died after it had submitted leaves the list as it was.
        parked(job);

        // When
        var again = retry(gateways.second(), job.getJobId());
        parked(job);
        var onceMore = retry(gateways.first(), job.getJobId());

        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(json(again)).isEqualTo(first);
        assertThat(json(onceMore)).isEqualTo(first);
        broker.only(first.get("job").textValue(), Topic.JOBS);
        assertThat(shown(gateways.first())).doesNotContain(job.getJobId());
    }

    @Test
    void aJobThatIsParkedAgainAfterItsRetryIsRetriedAsAnother() throws Exception {
        // Given
        var job = parked(submitted());
        var first = json(retry(gateways.first(), job.getJobId())).get("job").textValue();
        parked(JobSubmitted.parseFrom(broker.only(first, Topic.JOBS).value()));

        // When
        var second = json(retry(gateways.first(), first)).get("job").textValue();

        // Then
        assertThat(second).isNotEqualTo(first);
        assertThat(JobSubmitted.parseFrom(broker.only(second, Topic.JOBS).value())
                        .getRequest())
                .isEqualTo(job.getRequest());
    }

    @Test
    void aDroppedJobIsGoneAndNotSubmitted() throws Exception {
        // Given
        var job = parked(submitted());
        int before = broker.read(Topic.JOBS).size();

        // When
        var response = drop(job.getJobId());

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(shown(gateways.second())).doesNotContain(job.getJobId());
        assertThat(broker.read(Topic.JOBS)).hasSize(before);
        assertProblem(drop(job.getJobId()), 404, "not-found", "id");
        assertProblem(retry(gateways.first(), job.getJobId()), 404, "not-found", "id");
    }

    @Test
    void whatIsNoJobCanOnlyBeDropped() throws Exception {
        // Given bytes under no job's id, and a message that lacks what a job needs, under one
        var nameless = JobParked.newBuilder()
                .setJob(ByteString.copyFromUtf8("no protobuf"))
                .setError(JobError.newBuilder().setCode("malformed-job").setMessage("the record is no job"))
                .setDeliveryCount(1)
                .setSourceTopic(Topic.JOBS.topicName())
                .setSourcePartition(3)
                .setSourceOffset(18)
                .build();
        broker.write(Topic.JOBS_PARKED, "unstir.jobs/3/18", nameless.toByteArray());
        var empty = submitted().toBuilder().clearRequest().build();
        var bare = parkedRecord(empty).setError(JobError.newBuilder().setCode("malformed-job"));
        broker.write(Topic.JOBS_PARKED, empty.getJobId(), bare.build().toByteArray());

        // When
        var page = json(list(gateways.first(), "?limit=2")).get("parked");

        // Then
        assertThat(page.findValuesAsText("id")).containsExactly(empty.getJobId(), "unstir.jobs:3:18");
        assertThat(page.at("/0/tenant").textValue()).isEqualTo("acme");
        assertThat(page.at("/1/tenant").isNull()).isTrue();
        for (var entry : page) {
            var id = entry.get("id").textValue();
            assertThat(entry.get("retryable").booleanValue()).isFalse();
            assertProblem(retry(gateways.first(), id.replace(":", "%3A")), 409, "conflict", "id");
            assertThat(drop(id.replace(":", "%3A")).statusCode()).isEqualTo(204);
        }
        assertThat(shown(gateways.first())).doesNotContain(empty.getJobId(), "unstir.jobs:3:18");
    }

    @Test
    void theListIsReadInPages() throws Exception {
        // Given one that is parked twice, which moves it up
        var jobs = IntStream.range(0, 4).mapToObj(_ -> submitted()).toList();
        for (var job : jobs) {
            parked(job);
        }
        parked(jobs.get(1));

        // When
        var first = json(list(gateways.first(), "?limit=3"));
        var second = json(list(
                gateways.second(), "?limit=1&cursor=" + first.get("next_cursor").textValue()));

        // Then
        assertThat(ids(first)).containsExactly(id(jobs.get(1)), id(jobs.get(3)), id(jobs.get(2)));
        assertThat(ids(second)).containsExactly(id(jobs.get(0)));
        assertProblem(list(gateways.first(), "?cursor=none"), 400, "invalid-request", "cursor");
        assertProblem(list(gateways.first(), "?limit=101"), 400, "invalid-request", "limit");
    }

    /** As the sampler does it. */
    private static JobSubmitted parked(JobSubmitted job) throws Exception {
        broker.write(
                Topic.JOBS_PARKED, job.getJobId(), parkedRecord(job).build().toByteArray());
        return job;
    }

    private static JobParked.Builder parkedRecord(JobSubmitted job) {
        return JobParked.newBuilder()
                .setJobId(job.getJobId())
                .setParkedAt(Timestamp.newBuilder().setSeconds(1_795_428_000).setNanos(500_000_000))
                .setJob(job.toByteString())
                .setError(JobError.newBuilder()
                        .setCode("delivery-limit")
                        .setMessage("the job was taken 5 times and never ended"))
                .setDeliveryCount(5)
                .setSourceTopic(Topic.JOBS.topicName())
                .setSourcePartition(3)
                .setSourceOffset(17);
    }

    private static JobSubmitted submitted() {
        return JobSubmitted.newBuilder()
                .setJobId(UUID.randomUUID().toString())
                .setTenant("acme")
                .setKeyId("0123456789abcdef")
                .setSubmittedAt(Timestamp.newBuilder().setSeconds(1_795_427_000))
                .setCheckpoint(CheckpointRef.newBuilder()
                        .setModel("emoji")
                        .setVersion("1")
                        .setDigest(SharedGateway.OLD_DIGEST))
                .setRequest(SamplingRequest.newBuilder()
                        .setPrompt(PROMPT)
                        .setSeed(7)
                        .setImageCount(2)
                        .setGuidanceScale(3)
                        .setSolver(SolverSettings.newBuilder().setName("ddim").setSteps(20)))
                .setWebhook(Webhook.newBuilder().setUrl("https://8.8.8.8/told").addEvents("job.failed"))
                .setRequestDigest("c".repeat(64))
                .build();
    }

    /** The newest of this key on the topic. */
    private static ConsumerRecord<String, byte[]> last(String key) {
        return broker.read(Topic.JOBS_PARKED).stream()
                .filter(record -> record.key().equals(key))
                .toList()
                .getLast();
    }

    private static String id(JobSubmitted job) {
        return job.getJobId();
    }

    private static List<String> ids(JsonNode page) {
        return page.get("parked").findValuesAsText("id");
    }

    private static List<String> shown(Gateway gateway) throws Exception {
        return ids(json(list(gateway, "?limit=100")));
    }

    private static HttpResponse<byte[]> list(Gateway gateway, String query) throws Exception {
        return gateway.send(request(gateway, "/v1/parked" + query));
    }

    private static HttpResponse<byte[]> retry(Gateway gateway, String id) throws Exception {
        return gateway.send(
                request(gateway, "/v1/parked/%s/retry".formatted(id)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static HttpResponse<byte[]> drop(String id) throws Exception {
        return gateways.first()
                .send(request(gateways.first(), "/v1/parked/" + id).DELETE());
    }

    private static HttpRequest.Builder request(Gateway gateway, String path) {
        return HttpRequest.newBuilder(gateway.uri(path)).headers(GuardedGateways.bearer(gateways.operator()));
    }
}
