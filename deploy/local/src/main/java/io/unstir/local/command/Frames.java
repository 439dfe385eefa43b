package io.unstir.local.command;

import io.unstir.local.api.Job;
import io.unstir.local.api.ServerEvent;
import io.unstir.local.json.Json;
import java.util.Base64;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** What each image was expected to become, step by step, as previews tell. */
final class Frames {
    private final Map<Place, NavigableMap<Integer, byte[]>> pngs = new ConcurrentHashMap<>();
    private final Map<String, String> originals = new ConcurrentHashMap<>();
    private final int every;
    private volatile int steps;

    /**
     * @param every how many steps there are from one to the next
     * @param steps of each image, where they were asked for; previews tell them else
     */
    Frames(int every, Optional<Integer> steps) {
        this.every = every;
        this.steps = steps.orElse(0);
    }

    private record Place(String job, int index) {}

    /** What the job is asked for. */
    int every() {
        return every;
    }

    void take(Job job, ServerEvent event) {
        if (!event.name().equals("preview")) {
            return;
        }
        var data = event.data();
        int index = Json.number(data, "index").map(Number::intValue).orElse(0);
        int step = Json.number(data, "step").map(Number::intValue).orElse(0);
        steps = Math.max(steps, Json.number(data, "steps").map(Number::intValue).orElse(0));
        Json.text(data, "png").map(Base64.getDecoder()::decode).ifPresent(png -> pngs.computeIfAbsent(
                        new Place(originals.getOrDefault(job.id(), job.id()), index),
                        _ -> new ConcurrentSkipListMap<>())
                .put(step, png));
    }

    /** PNGs of an image by their step, the last step not among them: that is the image itself. */
    NavigableMap<Integer, byte[]> of(String job, int index) {
        var found = pngs.get(new Place(job, index));
        return found == null ? new TreeMap<>() : new TreeMap<>(found.headMap(steps, false));
    }

    /**
     * How many of the frames of a job's images did not come; those of an image that is not there do not count. Where nobody told of any
     * step, it is one for each image at least.
     */
    int missing(Job job) {
        return steps == 0
                ? job.images().size()
                : job.images().stream()
                        .mapToInt(image -> (steps - 1) / every
                                - of(job.id(), image.index()).size())
                        .sum();
    }

    /** Has the previews of a job count for another one, whose images are the same. */
    void alsoOf(Job original, Job again) {
        originals.put(again.id(), original.id());
    }
}
