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
import io.unstir.gateway.webhooks.WebhookGate;
import io.unstir.proto.Topic;
import io.unstir.proto.v1.CheckpointRef;
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
            GatewayConfig config) {
        this.models = models;
        this.images = images;
        this.webhooks = webhooks;
        this.publisher = publisher;
        this.brokerTime = brokerTime;
        this.open = open;
        this.jobs = jobs;
        this.defaultModel = config.gateway().defaultModel();
    }

    public Job accept(Caller caller, JobRequest request) {
        return submit(caller, request, SubmissionId.random(Instant.now(), random));
    }

    /** The same key and request give the same job, submitted once as far as that can be known. */
    public Job accept(Caller caller, JobRequest request, String idempotencyKey) {
        var id = SubmissionId.of(caller.tenant(), idempotencyKey);
        // Two submissions under one key at once: the second sees what became of the first.
        var stripe = stripes[Math.floorMod(id.hashCode(), STRIPES)];
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
        var submitted = publish(caller, drafts).iterator();
        return IntStream.range(0, requests.size())
                .mapToObj(i -> known.containsKey(i) ? known.get(i) : submitted.next())
                .toList();
    }

    private Job submit(Caller caller, JobRequest request, SubmissionId id) {
        return publish(caller, List.of(draft(caller, request, id))).getFirst();
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
        return publish(caller, List.of(draft)).getFirst();
    }

    private List<Job> publish(Caller caller, List<JobDraft> drafts) {
        var wanted = drafts.stream()
                .map(draft -> new OpenJobs.Wanted(
                        draft.id().toString(), draft.sampling().getImageCount()))
                .toList();
        open.admit(caller, wanted);
        try {
            return published(caller, drafts);
        } catch (RuntimeException e) {
            open.release(wanted);
            throw e;
        }
    }

    private List<Job> published(Caller caller, List<JobDraft> drafts) {
        String keyId = caller.keyId().orElse("");
        var events = drafts.stream()
                .map(draft -> new EventPublisher.Addressed(
                        Topic.ofJobs(draft.sampling().getPriority()),
                        new EventPublisher.Event(
                                draft.id().toString(),
                                draft.event().toBuilder().setKeyId(keyId).build(),
                                draft.id() + "/submitted",
                                draft.createdAt())))
                .toList();
        long start = System.nanoTime();
        var places = publisher.publishAll(events);
        brokerTime.add(Duration.ofNanos(System.nanoTime() - start));
        var accepted = new ArrayList<Job>();
        for (int i = 0; i < drafts.size(); i++) {
            var draft = drafts.get(i);
            jobs.remember(draft.event(), places.get(i));
            var job = draft.queued();
            LOG.infof(
                    "job accepted jobId=%s model=%s n=%d steps=%d",
                    job.id(), job.model(), job.input().n(), job.input().steps());
            accepted.add(job);
        }
        return accepted;
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
