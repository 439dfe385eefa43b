package io.unstir.gateway.asyncapi;

import com.google.protobuf.Descriptors.Descriptor;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.ApiKey;
import io.unstir.proto.v1.CheckpointEvaluated;
import io.unstir.proto.v1.CheckpointEvent;
import io.unstir.proto.v1.JobControl;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobParked;
import io.unstir.proto.v1.JobPreview;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.ReplicaSeen;
import io.unstir.proto.v1.TrainingControl;
import io.unstir.proto.v1.TrainingEvent;
import io.unstir.proto.v1.TrainingRequested;
import io.unstir.proto.v1.WebhookDelivery;
import java.util.List;

/**
 * What a topic does not say of itself. A new topic does not compile until it is described here.
 *
 * @param key what a record's key is
 * @param values what its value may be
 * @param documents what its value may be where it is JSON
 */
record Channel(
        Topic topic,
        String summary,
        String key,
        List<Descriptor> values,
        List<JsonMessage> documents,
        List<Service> writers,
        List<Service> readers) {

    Channel(
            Topic topic,
            String summary,
            String key,
            List<Descriptor> values,
            List<Service> writers,
            List<Service> readers) {
        this(topic, summary, key, values, List.of(), writers, readers);
    }

    static Channel of(Topic topic) {
        return switch (topic) {
            case JOBS ->
                new Channel(
                        topic,
                        "Accepted jobs, each with everything that its images are a function of",
                        "the job's id",
                        List.of(JobSubmitted.getDescriptor()),
                        List.of(Service.GATEWAY),
                        List.of(Service.SAMPLER, Service.STORAGE, Service.GATEWAY));
            case JOBS_BULK ->
                new Channel(
                        topic,
                        "Accepted jobs that nobody waits for, apart from the others so that they stand in nobody's way",
                        "the job's id",
                        List.of(JobSubmitted.getDescriptor()),
                        List.of(Service.GATEWAY),
                        List.of(Service.SAMPLER, Service.STORAGE, Service.GATEWAY));
            case JOB_CONTROL ->
                new Channel(
                        topic,
                        "What clients want of jobs that are on their way; every sampler reads all of it",
                        "the job's id",
                        List.of(JobControl.getDescriptor()),
                        List.of(Service.GATEWAY),
                        List.of(Service.SAMPLER, Service.STORAGE));
            case JOB_EVENTS ->
                new Channel(
                        topic,
                        "What happens to jobs, in order for each of them: the topic to build on",
                        "the job's id",
                        List.of(JobEvent.getDescriptor()),
                        List.of(Service.SAMPLER),
                        List.of(Service.STORAGE, Service.GATEWAY));
            case PREVIEWS ->
                new Channel(
                        topic,
                        "Small pictures of what images may become",
                        "the job's id",
                        List.of(JobPreview.getDescriptor()),
                        List.of(Service.SAMPLER),
                        List.of(Service.GATEWAY));
            case JOBS_PARKED ->
                new Channel(
                        topic,
                        "Jobs that no sampler could take to an end, as they came, and why; a record without value and headers takes "
                                + "its job off the list",
                        "the job's id, or topic/partition/offset of a record that does not tell it",
                        List.of(JobParked.getDescriptor()),
                        List.of(Service.SAMPLER, Service.GATEWAY),
                        List.of(Service.GATEWAY));
            case TRAININGS ->
                new Channel(
                        topic,
                        "Requested trainings",
                        "the training's id",
                        List.of(TrainingRequested.getDescriptor()),
                        List.of(Service.GATEWAY),
                        List.of(Service.TRAINER, Service.STORAGE));
            case TRAINING_CONTROL ->
                new Channel(
                        topic,
                        "What clients want of trainings that are on their way; every trainer reads all of it",
                        "the training's id",
                        List.of(TrainingControl.getDescriptor()),
                        List.of(Service.GATEWAY),
                        List.of(Service.TRAINER));
            case TRAINING_EVENTS ->
                new Channel(
                        topic,
                        "How trainings go, and what evaluations of checkpoints found",
                        "the training's id, or the checkpoint's digest",
                        List.of(TrainingEvent.getDescriptor(), CheckpointEvaluated.getDescriptor()),
                        List.of(Service.TRAINER),
                        List.of(Service.STORAGE));
            case CHECKPOINTS ->
                new Channel(
                        topic,
                        "The model registry: what was published and what was retired",
                        "model@version",
                        List.of(CheckpointEvent.getDescriptor()),
                        List.of(Service.TRAINER, Service.GATEWAY),
                        List.of(Service.GATEWAY, Service.SAMPLER, Service.STORAGE, Service.TRAINER));
            case WEBHOOK_DELIVERIES ->
                new Channel(
                        topic,
                        "What is still to be told to webhooks, a partition for each wait between attempts",
                        "the job's id",
                        List.of(WebhookDelivery.getDescriptor()),
                        List.of(Service.GATEWAY),
                        List.of(Service.GATEWAY));
            case WEBHOOK_DELIVERIES_PARKED ->
                new Channel(
                        topic,
                        "What no webhook took in the end",
                        "the job's id",
                        List.of(WebhookDelivery.getDescriptor()),
                        List.of(Service.GATEWAY),
                        List.of());
            case API_KEYS ->
                new Channel(
                        topic,
                        "Who may call: each key's owner, scopes and hash, never the key",
                        "the key's id",
                        List.of(ApiKey.getDescriptor()),
                        List.of(Service.GATEWAY),
                        List.of(Service.GATEWAY));
            case REPLICAS ->
                new Channel(
                        topic,
                        "Samplers and trainers that are alive, and what they have in hand, every few seconds",
                        "the replica's name",
                        List.of(ReplicaSeen.getDescriptor()),
                        List.of(Service.SAMPLER, Service.TRAINER),
                        List.of(Service.GATEWAY));
            case LINEAGE ->
                new Channel(
                        topic,
                        "Trainings and samplings as runs of OpenLineage: each with a START and one of COMPLETE, FAIL and ABORT",
                        "the run's id",
                        List.of(),
                        List.of(new JsonMessage(
                                "io.openlineage.RunEvent", "https://openlineage.io/spec/2-0-2/OpenLineage.json")),
                        List.of(Service.STORAGE),
                        List.of());
        };
    }

    /**
     * A value that is JSON by a schema of others.
     *
     * @param type of CloudEvents
     * @param schema where it is found
     */
    record JsonMessage(String type, String schema) {}

    enum Service {
        GATEWAY,
        SAMPLER,
        STORAGE,
        TRAINER
    }
}
