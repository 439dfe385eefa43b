package io.unstir.gateway.quota;

import io.unstir.gateway.auth.Caller;
import io.unstir.gateway.config.GatewayConfig;
import io.unstir.gateway.config.LimitsConfig;
import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The jobs that have not ended, by the key they came with, and whether there is room for more. A gateway counts its own jobs
 * as it accepts them and those of the others as it reads them from the topic, so limits hold for all gateways together but for
 * what was accepted in the same few milliseconds. What was submitted before this gateway began to read, storage tells; and
 * what has not ended within a day counts no more.
 */
@Singleton
public class OpenJobs {
    private static final long LONGEST = Duration.ofDays(1).toNanos();
    /** A job's end may be read before its submission, which is on another topic. */
    private static final int ENDED_KEPT = 10_000;

    private static final int PAUSE_WHERE_NOTHING_IS_KNOWN = 10;
    private static final int MOST_ALLOWANCES = 10_000;

    private final LimitsConfig limits;
    private final LongSupplier clock;
    private final LinkedHashMap<String, Open> open = new LinkedHashMap<>();
    private final Map<String, Integer> openByOwner = new HashMap<>();
    private final Map<String, Allowance> allowances = new HashMap<>();
    private final LinkedHashMap<String, Boolean> ended = new LinkedHashMap<>();
    private final Throughput throughput = new Throughput();

    private record Open(String owner, boolean limited, int images, long since) {}

    /** A job that wants in. */
    public record Wanted(String id, int images) {}

    @Inject
    OpenJobs(GatewayConfig config) {
        this(config.limits(), System::nanoTime);
    }

    OpenJobs(LimitsConfig limits, LongSupplier clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /** Makes room for all of them or ends the request: with 429, or with 400 where waiting makes no room. */
    public synchronized void admit(Caller caller, List<Wanted> jobs) {
        long now = clock.getAsLong();
        forgetOld(now);
        requireRoom(ProblemCode.QUEUE_FULL, open.size(), jobs.size(), limits.queuedJobs(), "of all callers");
        boolean limited = caller.keyId().isPresent();
        if (limited) {
            int own = openByOwner.getOrDefault(caller.owner(), 0);
            requireRoom(ProblemCode.TOO_MANY_REQUESTS, own, jobs.size(), limits.jobsPerKey(), "of one key");
            requireImages(caller.owner(), jobs.stream().mapToInt(Wanted::images).sum(), now);
        }
        jobs.forEach(job -> add(job.id(), new Open(caller.owner(), limited, job.images(), now)));
    }

    /** They were not submitted after all. */
    public synchronized void release(List<Wanted> jobs) {
        for (var job : jobs) {
            var gone = remove(job.id());
            if (gone != null && gone.limited()) {
                allowance(gone.owner(), gone.since()).giveBack(gone.images());
            }
        }
    }

    /** A job is on the topic, from whichever gateway. @param keyId empty where it came without one */
    public synchronized void submitted(String id, String tenant, String keyId, int images) {
        if (!open.containsKey(id) && !ended.containsKey(id)) {
            add(id, new Open(Caller.owner(tenant, keyId), !keyId.isEmpty(), images, clock.getAsLong()));
        }
    }

    /** A job that was on its way before this gateway read the topics; what images it has were asked for long ago. */
    public synchronized void known(String id, String tenant, String keyId) {
        if (!ended.containsKey(id)) {
            put(id, new Open(Caller.owner(tenant, keyId), !keyId.isEmpty(), 0, clock.getAsLong()));
        }
    }

    /** A job has ended, one way or another. */
    public synchronized void ended(String id) {
        remove(id);
        if (ended.putIfAbsent(id, true) == null) {
            throughput.add(seconds(clock.getAsLong()));
        }
        if (ended.size() > ENDED_KEPT) {
            ended.pollFirstEntry();
        }
    }

    /** Ends were missed: what is counted is not so any more. */
    public synchronized void forget() {
        open.clear();
        openByOwner.clear();
    }

    private void requireRoom(ProblemCode code, int there, int more, int limit, String whose) {
        if (there + more <= limit) {
            return;
        }
        String allowed = "%d unfinished jobs %s".formatted(limit, whose);
        requireEverFits("jobs", more, limit, allowed);
        int seconds = throughput
                .secondsFor(Math.min(there, there + more - limit), seconds(clock.getAsLong()))
                .orElse(PAUSE_WHERE_NOTHING_IS_KNOWN);
        var error = new FieldError(
                "jobs",
                Integer.toString(there + more),
                allowed,
                "There may be %s, and there would be %d; there is room in about %d s"
                        .formatted(allowed, there + more, seconds));
        throw new ProblemException(code, error, seconds);
    }

    /** What is more than all there may ever be has nothing to wait for. */
    private static void requireEverFits(String field, int more, int limit, String allowed) {
        if (more > limit) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST,
                    new FieldError(
                            field,
                            Integer.toString(more),
                            allowed,
                            "There may be %s, and this request alone has %d; send it in parts"
                                    .formatted(allowed, more)));
        }
    }

    private void requireImages(String owner, int images, long now) {
        int limit = limits.imagesPerMinutePerKey();
        var allowance = allowance(owner, now);
        if (allowance.has(images, now)) {
            return;
        }
        String allowed = "%d images a minute for one key".formatted(limit);
        requireEverFits("n", images, limit, allowed);
        int seconds = allowance.secondsUntil(images, now);
        var error = new FieldError(
                "n",
                Integer.toString(images),
                allowed,
                "There may be %s; there is room in about %d s".formatted(allowed, seconds));
        throw new ProblemException(ProblemCode.TOO_MANY_REQUESTS, error, seconds);
    }

    private void add(String id, Open job) {
        if (put(id, job) && job.limited()) {
            allowance(job.owner(), job.since()).take(job.images(), job.since());
        }
    }

    private boolean put(String id, Open job) {
        if (open.putIfAbsent(id, job) != null) {
            return false;
        }
        openByOwner.merge(job.owner(), 1, Integer::sum);
        return true;
    }

    private Open remove(String id) {
        var gone = open.remove(id);
        if (gone != null) {
            openByOwner.computeIfPresent(gone.owner(), (_, count) -> count == 1 ? null : count - 1);
        }
        return gone;
    }

    private Allowance allowance(String owner, long now) {
        if (allowances.size() > MOST_ALLOWANCES) {
            allowances.values().removeIf(allowance -> allowance.isFull(now));
        }
        return allowances.computeIfAbsent(owner, _ -> new Allowance(limits.imagesPerMinutePerKey(), now));
    }

    private void forgetOld(long now) {
        while (!open.isEmpty() && now - open.firstEntry().getValue().since() > LONGEST) {
            remove(open.firstEntry().getKey());
        }
    }

    private static long seconds(long nanos) {
        return Math.floorDiv(nanos, 1_000_000_000L);
    }
}
