package io.unstir.storage.job;

import jakarta.ws.rs.QueryParam;
import java.util.UUID;

/** Which of a tenant's jobs are wanted; what is absent excludes none. The gateway has checked the values. */
class JobFilter {
    @QueryParam("tenant")
    String tenant;

    @QueryParam("status")
    String status;

    /** A model's name, or name and version as {@code emoji@1}. */
    @QueryParam("model")
    String model;

    /** Words that begin words of the prompt, whatever their case; without a word in it, a part of the prompt. */
    @QueryParam("prompt")
    String prompt;

    /** An instant as ISO 8601 has it, as the others. */
    @QueryParam("created_after")
    String createdAfter;

    @QueryParam("created_before")
    String createdBefore;

    /** The last job of the page before: only those older than it. */
    @QueryParam("older_than")
    String olderThan;

    @QueryParam("older_than_id")
    UUID olderThanId;

    /** Images of that very job from this index on are wanted too. */
    @QueryParam("older_than_index")
    Integer olderThanIndex;

    /** A checkpoint, data set, training or picture: only what came of it, however many images lie between. */
    @QueryParam("from")
    String from;

    @QueryParam("limit")
    int limit;
}
