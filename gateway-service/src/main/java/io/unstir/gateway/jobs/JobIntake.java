package io.unstir.gateway.jobs;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.models.Model;
import io.unstir.gateway.models.ModelRegistry;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import io.unstir.gateway.publish.BrokerTime;
import io.unstir.gateway.publish.EventPublisher;
import io.unstir.gateway.publish.SubmissionId;
import io.unstir.gateway.quota.OpenJobs;
import io.unstir.gateway.trace.LogsOf;
import io.unstir.gateway.trace.Tracing;
import io.unstir.gateway.webhooks.WebhookGate;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointRef;
import io.unstir.proto.v1.JobSubmitted;
import io.unstir.proto.v1.SamplingRequest;
import io.unstir.proto.v1.VerifiedImage;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/** Accepts jobs: resolves, publishes, and returns once the broker has the job for good. */
@Singleton
public class JobIntake {
    private static final Logger LOG = Logger.getLogger(JobIntake.class);
    private static final int STRIPES = 64;

    private final ModelRegistry models;
    private final ReferencedImages images;
    private final WebhookGate webhooks;
    private final EventPublisher publisher;
    private final BrokerTime brokerTime;
    private final OpenJobs open;
    private final JobReader jobs;
    private final String defaultModel;
    private final AcceptedJobs acceptedJobs;
    private final Tracing tracing;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock[] stripes =
            IntStream.range(0, STRIPES).mapToObj(i -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    JobIntake(
            ModelRegistry models,
            ReferencedImages images,
            WebhookGate webhooks,
            EventPublisher publisher,
            BrokerTime brokerTime,
            OpenJobs open,
            JobReader jobs,
            GatewayConfig config,
            AcceptedJobs acceptedJobs,
            Tracing tracing) {
        this.models = models;
        this.images = images;
        this.webhooks = webhooks;
        this.publisher = publisher;
        this.brokerTime = brokerTime;
        this.open = open;
        this.jobs = jobs;
        this.defaultModel = config.gateway().defaultModel();
        this.acceptedJobs = acceptedJobs;
        this.tracing = tracing;
    }

    public Job accept(Caller caller, JobRequest request) {
        return submit(caller, request, SubmissionId.random(Instant.now(), random));
    }

    /** The same key and request give the same job, submitted once as far as that can be known. */
    public Job accept(Caller caller, JobRequest request, String idempotencyKey) {
        var id = SubmissionId.of(caller.tenant(), idempotencyKey);
        // Two submissions under one key at once: the second sees what became of the first.
        var stripe = stripe(id);
        stripe.lock();
        try {
            return earlier(caller.tenant(), id)
                    .map(known -> repeated(known, request, idempotencyKey))
                    .orElseGet(() -> submit(caller, request, id));
        } finally {
            stripe.unlock();
        }
    }

    /**
     * All of them or, where anything is wrong with one, none. Under a key each is the job of the key and its place, so that a
     * batch that was sent again after it got through in part is completed.
     */
    List<Job> acceptAll(Caller caller, List<JobRequest> requests, Optional<String> idempotencyKey) {
        var known = new HashMap<Integer, Job>();
        var drafts = new ArrayList<JobDraft>();
        var refusals = new Refusals();
        for (int i = 0; i < requests.size(); i++) {
            var request = requests.get(i);
            int index = i;
            refusals.of("jobs[%d]".formatted(i), () -> {
                var id = idempotencyKey
                        .map(key -> SubmissionId.of(caller.tenant(), key + "\n" + index))
                        .orElseGet(() -> SubmissionId.random(Instant.now(), random));
                var before = idempotencyKey.flatMap(_ -> earlier(caller.tenant(), id));
                before.ifPresentOrElse(
                        job -> known.put(index, repeated(job, request, idempotencyKey.orElseThrow())),
                        () -> drafts.add(draft(caller, request, id)));
            });
        }
        refusals.end();
        var submitted = publish(caller, events(caller, drafts)).iterator();
        return IntStream.range(0, requests.size())
                .mapToObj(i -> known.containsKey(i) ? known.get(i) : submitted.next())
                .toList();
    }

    private Job submit(Caller caller, JobRequest request, SubmissionId id) {
        return publish(caller, events(caller, List.of(draft(caller, request, id))))
                .getFirst();
    }

    private JobDraft draft(Caller caller, JobRequest request, SubmissionId id) {
        request.webhook().ifPresent(webhooks::require);
        var model = models.resolve(request.model().orElse(defaultModel));
        // Milliseconds are what every clock and database on the way keeps.
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var draft = JobDraft.of(request, id, caller.tenant(), now, model);
        images.require(caller.tenant(), draft.sampling().getImage());
        return draft;
    }

    /** What was run before as a new job, with nothing resolved anew. */
    Job again(Caller caller, CheckpointRef checkpoint, SamplingRequest sampling, VerifiedImage verifies) {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        var id = SubmissionId.random(now, random);
        var draft = new JobDraft(
                id,
                caller.tenant(),
                now,
                Model.known(checkpoint),
                sampling,
                Optional.empty(),
                "",
                Optional.of(verifies));
        return publish(caller, events(caller, List.of(draft))).getFirst();
    }

    /**
     * A job that was parked as a new one, under the key it came with. However often that is asked for, it is one new job: where it cannot be
     * told whether it is there already, the request ends with 503.
     */
    Job resubmit(JobSubmitted parked) {
        var id = SubmissionId.ofRetry(parked.getTenant(), parked.getJobId());
        var stripe = stripe(id);
        stripe.lock();
        try {
            return jobs.find(parked.getTenant(), id).map(KnownJob::job).orElseGet(() -> {
                var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
                // All else stays, what this gateway does not know included.
                var event = parked.toBuilder()
                        .setJobId(id.toString())
                        .setSubmittedAt(JobDraft.timestamp(now))
                        .build();
                return publish(Caller.ofJob(event.getTenant(), event.getKeyId()), List.of(event))
                        .getFirst();
            });
        } finally {
            stripe.unlock();
        }
    }

    private ReentrantLock stripe(SubmissionId id) {
        return stripes[Math.floorMod(id.hashCode(), STRIPES)];
    }

    private static List<JobSubmitted> events(Caller caller, List<JobDraft> drafts) {
        String keyId = caller.keyId().orElse("");
        return drafts.stream()
                .map(draft -> draft.event().toBuilder().setKeyId(keyId).build())
                .toList();
    }

    private List<Job> publish(Caller caller, List<JobSubmitted> events) {
        var wanted = events.stream()
                .map(event ->
                        new OpenJobs.Wanted(event.getJobId(), event.getRequest().getImageCount()))
                .toList();
        open.admit(caller, wanted);
        try {
            return published(events);
        } catch (RuntimeException e) {
            open.release(wanted);
            throw e;
        }
    }

    private List<Job> published(List<JobSubmitted> events) {
        var accepted = events.stream().map(KnownJob::of).map(KnownJob::job).toList();
        var addressed = IntStream.range(0, events.size())
                .mapToObj(i -> addressed(events.get(i), accepted.get(i).createdAt()))
                .toList();
        long start = System.nanoTime();
        var places = publisher.publishAll(addressed);
        brokerTime.add(Duration.ofNanos(System.nanoTime() - start));
        for (int i = 0; i < events.size(); i++) {
            jobs.remember(events.get(i), places.get(i));
            acceptedJobs.count(events.get(i).getRequest().getPriority());
            var job = accepted.get(i);
            tracing.job(job.id());
            try (var _ = LogsOf.job(job.id())) {
                LOG.infof(
                        "job accepted jobId=%s model=%s n=%d steps=%d",
                        job.id(), job.model(), job.input().n(), job.input().steps());
            }
        }
        return accepted;
    }

    private static EventPublisher.Addressed addressed(JobSubmitted event, Instant at) {
        return new EventPublisher.Addressed(
                Topic.ofJobs(event.getRequest().getPriority()),
                new EventPublisher.Event(event.getJobId(), event, event.getJobId() + "/submitted", at));
    }

    /** Submitting must work without storage, so what storage cannot tell now counts as not known. */
    private Optional<KnownJob> earlier(String tenant, SubmissionId id) {
        try {
            return jobs.find(tenant, id);
        } catch (ProblemException e) {
            return jobs.findRecent(tenant, id);
        }
    }

    private static Job repeated(KnownJob known, JobRequest request, String idempotencyKey) {
        if (known.isOf(request)) {
            return known.job();
        }
        throw new ProblemException(
                ProblemCode.IDEMPOTENCY_KEY_REUSED,
                new FieldError(
                        "Idempotency-Key",
                        idempotencyKey,
                        "one request a key",
                        "This key was used for job %s with another body"
                                .formatted(known.job().id())));
    }
}
