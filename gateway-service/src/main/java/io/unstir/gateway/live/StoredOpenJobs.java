package io.unstir.gateway.live;

import com.fasterxml.jackson.databind.JsonNode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.storage.StorageClient;
import io.unstir.proto.Topic;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;

/** Asks storage which jobs are on their way, so that a gateway that starts counts them too. */
@Singleton
class StoredOpenJobs {
    private static final Logger LOG = Logger.getLogger(StoredOpenJobs.class);

    private final StorageClient storage;

    StoredOpenJobs(StorageClient storage) {
        this.storage = storage;
    }

    /** @param keyId empty where it came without one */
    record Job(String id, String tenant, String keyId) {}

    /**
     * @param jobs those that had not ended
     * @param readTo up to where the topics are in that
     */
    record Before(List<Job> jobs, Map<TopicPartition, Long> readTo) {
        static final Before UNKNOWN = new Before(List.of(), Map.of());

        /** Storage is as a rule milliseconds behind; where it is far behind, the count is off rather than the gateway late. */
        private static final long MOST_BEHIND = 10_000;

        /** Where reading a topic goes on. */
        long from(TopicPartition partition, long end) {
            return Math.clamp(readTo.getOrDefault(partition, end), Math.max(0, end - MOST_BEHIND), end);
        }
    }

    /** Nothing where storage cannot tell: jobs are taken without it too. */
    Before read() {
        try {
            return storage.openJobs().map(StoredOpenJobs::before).orElse(Before.UNKNOWN);
        } catch (ProblemException e) {
            LOG.warn("jobs on their way are not known and not counted code=storage-unavailable");
            return Before.UNKNOWN;
        }
    }

    private static Before before(JsonNode document) {
        var jobs = StreamSupport.stream(document.path("jobs").spliterator(), false)
                .map(job -> new Job(
                        job.path("id").asText(),
                        job.path("tenant").asText(),
                        job.path("key_id").asText("")))
                .toList();
        var readTo = new HashMap<TopicPartition, Long>();
        addOffsets(Topic.JOB_EVENTS.topicName(), document.path("read_to"), readTo);
        document.path("submissions_read_to")
                .properties()
                .forEach(topic -> addOffsets(topic.getKey(), topic.getValue(), readTo));
        LOG.infof("jobs on their way are counted jobs=%d", jobs.size());
        return new Before(jobs, readTo);
    }

    private static void addOffsets(String topic, JsonNode byPartition, Map<TopicPartition, Long> offsets) {
        byPartition
                .properties()
                .forEach(offset -> offsets.put(
                        new TopicPartition(topic, Integer.parseInt(offset.getKey())),
                        offset.getValue().longValue()));
    }
}
