package io.unstir.sampler.delivery;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointRef;
import io.unstir.proto.v1.ImageProduced;
import io.unstir.proto.v1.JobCancelled;
import io.unstir.proto.v1.JobError;
import io.unstir.proto.v1.JobEvent;
import io.unstir.proto.v1.JobFailed;
import io.unstir.proto.v1.JobPreview;
import io.unstir.proto.v1.JobProgressed;
import io.unstir.proto.v1.JobStarted;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.JobSucceeded;
import io.unstir.proto.v1.Software;
import io.unstir.proto.v1.Webhook;
import io.unstir.sampler.engine.Glimpse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one delivery of a job has to tell, in order, by one thread. The methods that tell an end return when the broker has that event and
 * all before it; the others don't wait, since nothing is promised to anybody before the end.
 */
public final class JobEvents {
    private final Publisher publisher;
    private final String jobId;
    private final JobEvent envelope;
    private final Optional<Webhook> webhook;
    private final List<Publisher.Sent> sent = new ArrayList<>();

    /** @param attempt delivery count, from 1 */
    public JobEvents(Publisher publisher, String jobId, JobSubmitted job, String worker, int attempt) {
        this.publisher = publisher;
        this.jobId = jobId;
        this.envelope = JobEvent.newBuilder()
                .setJobId(jobId)
                .setTenant(job.getTenant())
                .setWorker(worker)
                .setAttempt(attempt)
                .build();
        this.webhook = job.hasWebhook() ? Optional.of(job.getWebhook()) : Optional.empty();
    }

    public void started(CheckpointRef checkpoint, String deviceClass, Software software) throws InterruptedException {
        var started = JobStarted.newBuilder()
                .setCheckpoint(checkpoint)
                .setDeviceClass(deviceClass)
                .setSoftware(software);
        send("/started/" + envelope.getAttempt(), now().setStarted(started));
    }

    /** May get lost: the next one says it all again. */
    public void progressed(int done, int total) throws InterruptedException {
        var progressed = JobProgressed.newBuilder().setStepsDone(done).setStepsTotal(total);
        String id = "%s/progressed/%d/%d".formatted(jobId, envelope.getAttempt(), done);
        publisher.offer(
                Topic.JOB_EVENTS, jobId, id, now().setProgressed(progressed).build());
    }

    /**
     * May get lost, and is not missed.
     *
     * @param png of the glimpse
     * @param every how many steps later the next one comes; 0 where that is not said
     */
    public void previewed(Glimpse glimpse, byte[] png, int every) throws InterruptedException {
        var preview = JobPreview.newBuilder()
                .setJobId(jobId)
                .setTenant(envelope.getTenant())
                .setImageIndex(glimpse.image())
                .setStep(glimpse.step())
                .setSteps(glimpse.steps())
                .setPng(ByteString.copyFrom(png))
                .setEvery(every)
                .build();
        String id = "%s/preview/%d/%d/%d".formatted(jobId, envelope.getAttempt(), glimpse.image(), glimpse.step());
        publisher.offer(Topic.PREVIEWS, jobId, id, preview);
    }

    public void imageProduced(ImageProduced image) throws InterruptedException {
        send("/image/" + image.getIndex(), told().setImageProduced(image));
    }

    public void succeeded(List<String> imageSha256, Duration sampling) throws InterruptedException {
        var succeeded = JobSucceeded.newBuilder().addAllImageSha256(imageSha256).setSamplingMillis(sampling.toMillis());
        end("/succeeded", told().setSucceeded(succeeded));
    }

    public void failed(JobError error) throws InterruptedException {
        end("/failed", told().setFailed(JobFailed.newBuilder().setError(error)));
    }

    public void cancelled(String reason) throws InterruptedException {
        end("/cancelled", told().setCancelled(JobCancelled.newBuilder().setReason(reason)));
    }

    /** An event that the job's webhook may want to hear of. */
    private JobEvent.Builder told() {
        var event = now();
        webhook.ifPresent(event::setWebhook);
        return event;
    }

    private JobEvent.Builder now() {
        return envelope.toBuilder().setOccurredAt(Timestamps.now());
    }

    private void end(String what, JobEvent.Builder event) throws InterruptedException {
        send(what, event);
        publisher.await(sent);
        sent.clear();
    }

    private void send(String what, JobEvent.Builder event) throws InterruptedException {
        sent.add(publisher.send(Topic.JOB_EVENTS, jobId, jobId + what, event.build()));
    }
}
