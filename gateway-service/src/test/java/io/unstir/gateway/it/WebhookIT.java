package io.unstir.gateway.it;

import static io.unstir.gateway.it.Gateway.json;
import static io.unstir.gateway.it.GatewayIT.assertProblem;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.WebhookDelivery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two gateways that tell receivers on this machine what became of jobs. */
class WebhookIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 4;
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Broker broker;
    private static StorageServer storage;
    private static Gateway gateway;
    private static Gateway other;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        broker = new Broker(data);
        broker.write(
                Topic.CHECKPOINTS,
                "emoji@1",
                TestModels.published("emoji", "1", "a".repeat(64)).toByteArray());
        storage = new StorageServer();
        gateway = gateway("webhooks-one");
        other = gateway("webhooks-other");
        gateway.awaitReady();
        other.awaitReady();
        awaitMembers(2);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        other.close();
        storage.close();
        broker.close();
    }

    @Test
    void theEndOfAJobIsToldOnceAndSigned() throws Exception {
        try (var receiver = Receiver.answering(_ -> 204)) {
            // Given
            var id = submit(receiver.url());

            // When
            storage.put("/jobs/" + id, succeeded(id));
            say(Happenings.made(id, 1, 0), receiver.url());
            say(Happenings.succeeded(id, 1), receiver.url());

            // Then
            var told = awaitTold(receiver, 1).getFirst();
            assertSigned(told);
            var message = JSON.readTree(told.body());
            assertThat(message.get("type").textValue()).isEqualTo("job.succeeded");
            assertThat(message.get("timestamp").textValue()).isEqualTo("2026-11-23T12:00:04Z");
            assertThat(message.get("data")).isEqualTo(json(gateway.get("/v1/jobs/" + id)));
            assertThat(told.header("content-type")).startsWith("application/json");
            Thread.sleep(1_000);
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void anImageIsToldToWhoWantsIt() throws Exception {
        try (var receiver = Receiver.answering(_ -> 200)) {
            // Given
            var id = UUID.randomUUID().toString();
            storage.put("/jobs/" + id, succeeded(id));

            // When
            say(Happenings.succeeded(id, 1), receiver.url(), "image.produced");
            say(Happenings.made(id, 1, 0), receiver.url(), "image.produced");

            // Then
            var message = JSON.readTree(awaitTold(receiver, 1).getFirst().body());
            assertThat(message.get("type").textValue()).isEqualTo("image.produced");
            assertThat(message.at("/data/job").textValue()).isEqualTo(id);
            assertThat(message.at("/data/index").intValue()).isZero();
            assertThat(message.at("/data/url").textValue())
                    .isEqualTo("/v1/images/" + message.at("/data/sha256").textValue());
        }
    }

    @Test
    void whatFailsTwiceIsTriedAgainUnderTheSameId() throws Exception {
        try (var receiver = Receiver.answering(number -> number < 2 ? 503 : 200)) {
            // When
            var id = ended(receiver.url());

            // Then
            var told = awaitTold(receiver, 3);
            assertThat(told).extracting(one -> one.header("webhook-id")).containsOnly(messageId(id));
            assertThat(told)
                    .extracting(Receiver.Received::body)
                    .containsOnly(told.getFirst().body());
            for (var one : told) {
                assertSigned(one);
            }
            Thread.sleep(1_000);
            assertThat(receiver.received()).hasSize(3);
        }
    }

    @Test
    void aReceiverThatNamesATimeIsNotAskedBefore() throws Exception {
        try (var receiver = Receiver.answering(number -> number < 1 ? 429 : 200).withRetryAfter("3")) {
            // When
            ended(receiver.url());

            // Then
            var told = awaitTold(receiver, 2);
            assertThat(Duration.between(told.get(0).at(), told.get(1).at()))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void aReceiverThatNamesALongTimeIsAskedWithinTheHour() throws Exception {
        try (var receiver = Receiver.answering(_ -> 503).withRetryAfter("999999")) {
            // When
            var id = ended(receiver.url());

            // Then
            awaitTold(receiver, 1);
            var due = await().atMost(PATIENCE).until(() -> dueOfSecondAttempt(id), Optional::isPresent);
            var wait = Duration.between(receiver.received().getFirst().at(), due.orElseThrow());
            assertThat(wait).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
        }
    }

    private static Optional<Instant> dueOfSecondAttempt(String job) throws Exception {
        for (var record : broker.read(Topic.WEBHOOK_DELIVERIES)) {
            var delivery = WebhookDelivery.parseFrom(record.value());
            if (record.key().equals(job) && delivery.getAttempts() == 1) {
                return Optional.of(Instant.ofEpochSecond(delivery.getDueAt().getSeconds()));
            }
        }
        return Optional.empty();
    }

    @Test
    void aRedirectIsNotFollowedAndAtLastTheDeliveryIsGivenUp() throws Exception {
        try (var receiver = Receiver.answering(_ -> 302)) {
            // When
            var id = ended(receiver.url());

            // Then
            var parked = awaitParked(id);
            assertThat(parked.getFailure()).isEqualTo("status-302");
            assertThat(parked.getAttempts()).isEqualTo(ATTEMPTS);
            assertThat(receiver.received()).hasSize(ATTEMPTS);
        }
    }

    @Test
    void aReceiverThatIsGoneIsNotAskedAgain() throws Exception {
        try (var receiver = Receiver.answering(_ -> 410)) {
            // When
            var id = ended(receiver.url());

            // Then
            assertThat(awaitParked(id).getFailure()).isEqualTo("status-410");
            var document = json(gateway.get("/asyncapi"));
            for (var topic : List.of(Topic.WEBHOOK_DELIVERIES, Topic.WEBHOOK_DELIVERIES_PARKED)) {
                assertThat(broker.read(topic))
                        .isNotEmpty()
                        .allSatisfy(record -> DocumentsIT.assertDocumented(record, document));
            }
            Thread.sleep(1_000);
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void aReceiverThatHangsHoldsUpNoOther() throws Exception {
        var released = new CountDownLatch(1);
        try (var slow = Receiver.answering(_ -> hang(released));
                var quick = Receiver.answering(_ -> 200)) {
            // Given more than fit in its line
            var events = new HashMap<String, byte[]>();
            while (events.size() < 100) {
                var id = UUID.randomUUID().toString();
                storage.put("/jobs/" + id, succeeded(id));
                events.put(id, told(Happenings.succeeded(id, 1), slow.url()).toByteArray());
            }
            broker.write(Topic.JOB_EVENTS, events);
            awaitTold(slow, 4);

            // When
            ended(quick.url());

            // Then
            awaitTold(quick, 1);
            assertThat(slow.received()).hasSizeLessThan(events.size());
            assertThat(released.getCount()).isOne();
        } finally {
            released.countDown();
        }
    }

    @Test
    void anAddressThatIsNotAllowedIsNeverConnectedTo() throws Exception {
        try (var inside = new Receiver("127.0.0.2", _ -> 200)) {
            // When
            var id = ended(inside.url());

            // Then
            assertThat(awaitParked(id).getFailure()).isEqualTo("address-not-allowed");
            assertThat(inside.received()).isEmpty();
        }
    }

    @Test
    void nothingIsLostWhenBothGatewaysAreKilled() throws Exception {
        var healthy = new AtomicBoolean();
        try (var receiver = Receiver.answering(_ -> healthy.get() ? 200 : 500)) {
            // Given one that failed, and one that was never seen
            var failed = ended(receiver.url());
            awaitTold(receiver, 1);
            gateway.kill();
            other.kill();
            var unseen = ended(receiver.url());
            int before = receiver.received().size();

            // When
            healthy.set(true);
            gateway = gateway("webhooks-one-again").awaitReady();
            other = gateway("webhooks-other-again").awaitReady();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(receiver.received().stream().skip(before))
                            .extracting(one -> one.header("webhook-id"))
                            .contains(messageId(failed), messageId(unseen)));
        }
        // While shares are handed on a message may come twice, which other tests don't allow for.
        awaitMembers(2);
    }

    @Test
    void aTenantSeesItsSecret() throws Exception {
        // When
        var response = gateway.get("/v1/webhooks/secret");

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(json(response).get("secret").textValue()).startsWith("whsec_");
        assertThat(json(response).get("older")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'url':'ftp://example.org/'}",
                "{'url':'http://example.org:25/'}",
                "{'url':'https://user:pass@example.org/'}",
                "{'url':'http://10.0.0.1/'}",
                "{'url':'http://169.254.169.254/latest/meta-data'}",
                "{'url':'http://[::1]/'}",
                "{'url':'http://2130706434/'}",
                "{'url':7}",
                "{}"
            })
    void aWebhookThatCouldNotBeToldIsRefused(String webhook) throws Exception {
        // When
        var response = gateway.post(
                "/v1/jobs", "{'prompt':'a','webhook':%s}".formatted(webhook).replace('\'', '"'));

        // Then
        assertProblem(response, 400, "invalid-request", "webhook.url");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "['job.done']", "'job.failed'", "[7]"})
    void eventsAreThoseThereAre(String events) throws Exception {
        // When
        var response = gateway.post(
                "/v1/jobs",
                "{'prompt':'a','webhook':{'url':'https://example.org','events':%s}}"
                        .formatted(events)
                        .replace('\'', '"'));

        // Then
        assertProblem(response, 400, "invalid-request", "webhook.events");
    }

    private static Gateway gateway(String name) throws IOException {
        var settings = Map.of(
                "UNSTIR_WEBHOOKS_MASTER_SECRETS", "n".repeat(40) + "," + "o".repeat(40),
                "UNSTIR_WEBHOOKS_ALLOWED_NETWORKS", "127.0.0.1/32",
                "UNSTIR_WEBHOOKS_ALLOW_HTTP", "true",
                "UNSTIR_WEBHOOKS_SCHEDULE", "0s,300ms,300ms,300ms",
                "KAFKA_SESSION_TIMEOUT_MS", "6000",
                "KAFKA_HEARTBEAT_INTERVAL_MS", "1000");
        return new Gateway(
                broker.bootstrapServers(), storage.url(), Path.of("target/%s.log".formatted(name)), settings);
    }

    /** Once a group is settled, a record goes to one of its members. */
    private static void awaitMembers(int members) {
        var groups = List.of("unstir-webhooks", "unstir-webhook-deliveries");
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> admin.describeConsumerGroups(groups).all().get().values().stream()
                            .allMatch(group -> group.groupState() == GroupState.STABLE
                                    && group.members().size() == members
                                    && group.members().stream().noneMatch(member -> member.assignment()
                                            .topicPartitions()
                                            .isEmpty())));
        }
    }

    private static String submit(String url) throws Exception {
        var response = gateway.post("/v1/jobs", "{\"prompt\":\"a heart\",\"webhook\":{\"url\":\"%s\"}}".formatted(url));
        assertThat(response.statusCode()).isEqualTo(202);
        var id = json(response).get("id").textValue();
        var job = JobSubmitted.parseFrom(broker.only(id, Topic.JOBS).value());
        assertThat(job.getWebhook().getUrl()).isEqualTo(url);
        return id;
    }

    /** A job that has succeeded and whose webhook is there. */
    private static String ended(String url) throws Exception {
        var id = UUID.randomUUID().toString();
        storage.put("/jobs/" + id, succeeded(id));
        say(Happenings.succeeded(id, 1), url);
        return id;
    }

    private static byte[] succeeded(String id) {
        return GatewayIT.storedJob(id, "").getBytes(UTF_8);
    }

    private static void say(JobEvent event, String url, String... events) throws Exception {
        broker.write(
                Topic.JOB_EVENTS, event.getJobId(), told(event, url, events).toByteArray());
    }

    private static JobEvent told(JobEvent event, String url, String... events) {
        return event.toBuilder()
                .setWebhook(io.unstir.proto.v1.Webhook.newBuilder().setUrl(url).addAllEvents(List.of(events)))
                .build();
    }

    private static List<Receiver.Received> awaitTold(Receiver receiver, int times) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> receiver.received().size() >= times);
        return receiver.received();
    }

    private static WebhookDelivery awaitParked(String job) {
        var parked = new ArrayList<WebhookDelivery>();
        await().atMost(PATIENCE).until(() -> {
            for (var record : broker.read(Topic.WEBHOOK_DELIVERIES_PARKED)) {
                if (record.key().equals(job)) {
                    parked.add(WebhookDelivery.parseFrom(record.value()));
                }
            }
            return !parked.isEmpty();
        });
        return parked.getFirst();
    }

    private static String messageId(String job) {
        return "msg_" + job.replace("-", "") + "_succeeded";
    }

    private static int hang(CountDownLatch released) {
        try {
            released.await();
            return 200;
        } catch (InterruptedException e) {
            return 500;
        }
    }

    /** By a library for receivers with the newest secret, and by the letter of the specification with the older one. */
    private static void assertSigned(Receiver.Received told) throws Exception {
        JsonNode secrets = json(gateway.get("/v1/webhooks/secret"));
        new Webhook(secrets.get("secret").textValue()).verify(told.body(), told.headers());
        var key = Base64.getDecoder().decode(secrets.at("/older/0").textValue().substring("whsec_".length()));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        var signed = "%s.%s.%s".formatted(told.header("webhook-id"), told.header("webhook-timestamp"), told.body());
        assertThat(told.header("webhook-signature").split(" "))
                .contains("v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(UTF_8))));
    }
}
