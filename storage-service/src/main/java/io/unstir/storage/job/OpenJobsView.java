package io.unstir.storage.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The jobs of everybody that had not ended at one moment, so that who counts them can go on from the topics.
 *
 * @param readTo by partition of the topic of job events: the offset that is read next
 * @param submissionsReadTo likewise, of each topic of jobs
 */
record OpenJobsView(List<Job> jobs, Map<Integer, Long> readTo, Map<String, Map<Integer, Long>> submissionsReadTo) {

    /** @param keyId of the key or token that it came with */
    record Job(String id, String tenant, Optional<String> keyId) {}
}
