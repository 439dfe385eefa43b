package io.unstir.local.command;

import io.unstir.local.api.Job;
import io.unstir.local.api.JobRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A preview is sent once, to whoever is there and quick enough. What was missed comes again when the job runs again: an image,
 * and so each step on its way, is a function of the job.
 */
record MissingFrames(Frames frames, OpenJobs open, JobWatch watch) {
    private static final int MOST_RUNS = 2;

    /**
     * @param prompts of the jobs
     * @param settings of all of them
     */
    void fetch(List<String> prompts, Map<String, Object> settings, List<Job> jobs) {
        for (int run = 0; run < MOST_RUNS; run++) {
            var again = new ArrayList<Job>();
            for (int i = 0; i < jobs.size(); i++) {
                if (frames.missing(jobs.get(i)) > 0) {
                    again.add(submit(prompts.get(i), settings, jobs.get(i)));
                }
            }
            if (again.isEmpty()) {
                return;
            }
            watch.untilDone(again);
        }
    }

    private Job submit(String prompt, Map<String, Object> settings, Job original) {
        var same = new LinkedHashMap<>(settings);
        original.model().ifPresent(model -> same.put("model", model));
        same.put("seed", original.images().getFirst().seed());
        Job job = open.submit(new JobRequest(prompt, same));
        frames.alsoOf(original, job);
        return job;
    }
}
