import io.unstir.proto.v1.JobEvent;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Follows a job by its events alone, to its end: FollowJob BROKER JOB. Neither HTTP nor SQL. */
class FollowJob {
    public static void main(String[] arguments) throws Exception {
        var settings = Map.<String, Object>of("bootstrap.servers", arguments[0]);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            // A reader of its own place needs no group: all partitions, from the beginning.
            var partitions = consumer.partitionsFor("unstir.job-events").stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (boolean ended = false; !ended; ) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    // The job's id is the key, so its events lie in one partition, in order. One may come twice.
                    if (arguments[1].equals(record.key()) && !ended) {
                        var event = JobEvent.parseFrom(record.value());
                        System.out.println(switch (event.getEventCase()) {
                            case STARTED -> "started by " + event.getWorker();
                            case PROGRESSED -> event.getProgressed().getStepsDone() + " of " + event.getProgressed().getStepsTotal() + " steps";
                            case IMAGE_PRODUCED -> "image " + event.getImageProduced().getSha256();
                            case SUCCEEDED -> "succeeded";
                            case FAILED -> "failed: " + event.getFailed().getError().getMessage();
                            case CANCELLED -> "canceled " + event.getCancelled().getReason();
                            case EVENT_NOT_SET -> "something newer than this program";
                        });
                        ended = switch (event.getEventCase()) { case SUCCEEDED, FAILED, CANCELLED -> true; default -> false; };
                    }
                }
            }
        }
    }
}
