package io.unstir.gateway.live;

import static java.util.stream.Collectors.toMap;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.common.annotation.Identifier;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.proto.Topic;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/**
 * Waits until this gateway has read every submission that any gateway has acknowledged so far: a job was on the topic before
 * its client had the acknowledgement, so it lies before the topic's end as it is now.
 */
@Singleton
public class Submissions {
    private static final Logger LOG = Logger.getLogger(Submissions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RecentJobs recent;
    private final Admin admin;
    private final Map<TopicPartition, OffsetSpec> latest;
    private final SharedQuestion<Map<TopicPartition, Long>> ends = new SharedQuestion<>(this::askForEnds);

    Submissions(@Identifier("default-kafka-broker") Map<String, Object> broker, RecentJobs recent) {
        this.recent = recent;
        var settings = new HashMap<>(broker);
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "unstir-gateway-submissions");
        this.admin = Admin.create(settings);
        this.latest = Topic.OF_JOBS.stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)))
                .collect(toMap(Function.identity(), _ -> OffsetSpec.latest()));
    }

    /** Ends the request with 503 where that takes too long. */
    public void catchUp() {
        try {
            if (!recent.awaitRead(ends.ask(), PATIENCE)) {
                throw unavailable("this gateway is behind the topic");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("interrupted");
        } catch (ProblemException e) {
            throw e;
        } catch (Exception e) {
            throw unavailable(e.toString());
        }
    }

    void stop(@Observes ShutdownEvent event) {
        admin.close(Duration.ZERO);
    }

    private Map<TopicPartition, Long> askForEnds() throws Exception {
        return admin.listOffsets(latest).all().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).entrySet().stream()
                .collect(toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private static ProblemException unavailable(String cause) {
        LOG.warnf("submissions cannot be followed code=broker-unavailable cause=%s", cause);
        return new ProblemException(
                ProblemCode.BROKER_UNAVAILABLE, "The broker did not answer in time; send the request again");
    }
}
