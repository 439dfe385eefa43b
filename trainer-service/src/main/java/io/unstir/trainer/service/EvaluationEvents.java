package io.unstir.trainer.service;

import com.google.protobuf.Timestamp;
import io.unstir.proto.CloudEvent;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.proto.v1.CheckpointRef;
import io.unstir.proto.v1.EvaluationScores;
import io.unstir.trainer.evaluation.Report;
import io.unstir.trainer.evaluation.Scores;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Tells the topic of training events what an evaluation found, one event for each way of sampling. */
record EvaluationEvents(String bootstrapServers, Clock clock) {
    private static final String SOURCE = "/unstir/trainer";
    private static final int TIMEOUT_MILLIS = 30_000;

    /**
     * Returns when the broker has acknowledged all.
     *
     * @throws IOException when it did not
     */
    void tell(Report report) throws IOException, InterruptedException {
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                TIMEOUT_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                TIMEOUT_MILLIS);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            Instant now = clock.instant();
            for (Report.Run run : report.runs()) {
                producer.send(record(report, run, now)).get();
            }
        } catch (ExecutionException e) {
            throw new IOException(
                    "Kafka did not take the evaluation: " + e.getCause().getMessage(), e.getCause());
        } catch (KafkaException e) {
            throw new IOException("Kafka did not take the evaluation: " + e.getMessage(), e);
        }
    }

    private static ProducerRecord<String, byte[]> record(Report report, Report.Run run, Instant now) {
        CheckpointEvaluated event = event(report, run, now);
        String key = report.subject().digest();
        var record = new ProducerRecord<>(Topic.TRAINING_EVENTS.topicName(), key, event.toByteArray());
        CloudEvent.of(event, id(event), SOURCE, key, now).headers().forEach(record.headers()::add);
        return record;
    }

    /** The same for what is found again: data, classifier and sampling decide the scores. */
    private static String id(CheckpointEvaluated event) {
        return "%s/evaluated/%s/%s/%s/%d/%s/%d/%d"
                .formatted(
                        event.getCheckpoint().getDigest(),
                        event.getDatasetDigest(),
                        event.getClassifierDigest(),
                        event.getSolver(),
                        event.getSteps(),
                        event.getGuidanceScale(),
                        event.getSeed(),
                        event.getImages());
    }

    static CheckpointEvaluated event(Report report, Report.Run run, Instant now) {
        var subject = report.subject();
        var classifier = report.classifier();
        return CheckpointEvaluated.newBuilder()
                .setCheckpoint(CheckpointRef.newBuilder()
                        .setModel(subject.model())
                        .setVersion(subject.version())
                        .setDigest(subject.digest()))
                .setOccurredAt(
                        Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
                .setDatasetDigest(report.dataDigest())
                .setReferencePictures(report.referencePictures())
                .setClassifierDigest(classifier.digest())
                .setClassifierTask(classifier.task())
                .setClassifierAccuracy(classifier.accuracy())
                .setSolver(run.sampling().solver())
                .setSteps(run.sampling().steps())
                .setGuidanceScale(run.sampling().guidanceScale())
                .setSeed(run.sampling().seed())
                .setImages(run.made().pictures())
                .setScores(scores(run.made()))
                .setFloor(scores(run.floor()))
                .setCeiling(scores(run.ceiling()))
                .build();
    }

    private static EvaluationScores scores(Scores scores) {
        var event = EvaluationScores.newBuilder()
                .setPictures(scores.pictures())
                .setFrechetDistance(scores.frechetDistance())
                .setKernelDistance(scores.kernelDistance())
                .setPrecision(scores.manifolds().precision())
                .setRecall(scores.manifolds().recall())
                .setDensity(scores.manifolds().density())
                .setCoverage(scores.manifolds().coverage())
                .setSlicedWasserstein(scores.slicedWasserstein());
        scores.promptAgreement().ifPresent(event::setPromptAgreement);
        return event.build();
    }
}
