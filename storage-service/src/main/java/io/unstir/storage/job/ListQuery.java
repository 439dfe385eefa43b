package io.unstir.storage.job;

import io.unstir.storage.tenant.Tenant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The question for one page of a tenant's jobs or images. What came of something is found along {@code job_origins}, which lies in
 * the order of the page; of several origins each gives a page, of which the newest rows are taken.
 */
final class ListQuery {
    /** @param order of one job's rows among themselves; empty where there is one */
    private record Rows(String select, String id, String order) {}

    private static final Rows JOBS = new Rows("SELECT jobs.* FROM jobs", "id", "");

    private static final Rows IMAGES = new Rows("""
            SELECT sha256, images.job_id, image_index, width, height, produced_at, prompt, seed, jobs.submitted_at,
                   model || '@' || version AS model_id
            FROM jobs JOIN images ON images.job_id = jobs.id""", "job_id", ", image_index");

    private static final String OF_ORIGIN =
            " JOIN job_origins AS listed ON listed.job_id = jobs.id WHERE listed.origin = ?";

    /**
     * What has to be known beforehand.
     *
     * @param origins digests of which one is enough; empty for whatever a job came of
     * @param commonWords words of the prompt looked for that a good part of all prompts has
     */
    record Known(List<String> origins, Set<String> commonWords) {}

    private final Rows rows;
    private final List<String> origins;
    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    private ListQuery(Rows rows, JobFilter filter, Known known) {
        this.rows = rows;
        this.origins = known.origins();
        var listed = origins.isEmpty() ? "jobs." : "listed.";
        conditions.add(listed + "submitted_at IS NOT NULL");
        and(listed + "tenant = ?", Tenant.required(filter.tenant).name());
        and("status = ?", filter.status);
        model(filter.model);
        prompt(filter.prompt, known.commonWords());
        and(listed + "submitted_at > ?", instant(filter.createdAfter));
        and(listed + "submitted_at < ?", instant(filter.createdBefore));
    }

    static ListQuery jobs(JobFilter filter, Known known) {
        var query = new ListQuery(JOBS, filter, known);
        query.older("<", filter);
        return query.limited(filter);
    }

    static ListQuery images(JobFilter filter, Known known) {
        var query = new ListQuery(IMAGES, filter, known);
        // The first condition is implied by the second, and is one that an index can follow.
        query.older("<=", filter);
        if (filter.olderThan != null) {
            query.and("(jobs.id <> ? OR image_index > ?)", filter.olderThanId, filter.olderThanIndex);
        }
        return query.limited(filter);
    }

    String text() {
        if (origins.isEmpty()) {
            return rows.select() + " WHERE " + String.join(" AND ", conditions)
                    + newestFirst("jobs.submitted_at", "jobs.id");
        }
        var page = rows.select() + OF_ORIGIN + " AND " + String.join(" AND ", conditions)
                + newestFirst("listed.submitted_at", "listed.job_id");
        return origins.size() == 1
                ? page
                : String.join(" UNION ", Collections.nCopies(origins.size(), "(" + page + ")"))
                        + newestFirst("submitted_at", rows.id());
    }

    Object[] parameters() {
        var all = new ArrayList<>();
        for (var origin : origins) {
            all.add(origin);
            all.addAll(parameters);
        }
        if (origins.isEmpty()) {
            all.addAll(parameters);
        } else if (origins.size() > 1) {
            all.add(parameters.getLast());
        }
        return all.toArray();
    }

    private String newestFirst(String submittedAt, String id) {
        return " ORDER BY " + submittedAt + " DESC, " + id + " DESC" + rows.order() + " LIMIT ?";
    }

    private ListQuery limited(JobFilter filter) {
        parameters.add(filter.limit + 1);
        return this;
    }

    private void older(String than, JobFilter filter) {
        if (filter.olderThan != null) {
            var place = origins.isEmpty() ? "(jobs.submitted_at, jobs.id) " : "(listed.submitted_at, listed.job_id) ";
            and(place + than + " (?, ?)", instant(filter.olderThan), filter.olderThanId);
        }
    }

    private void model(String model) {
        if (model != null && model.contains("@")) {
            int at = model.lastIndexOf('@');
            and("(model, version) = (?, ?)", model.substring(0, at), model.substring(at + 1));
        } else {
            and("model = ?", model);
        }
    }

    private void prompt(String prompt, Set<String> common) {
        if (prompt == null) {
            return;
        }
        var words = new PromptWords(prompt);
        if (words.hasWords()) {
            words(words.words(), common);
        } else {
            // By its signs an index finds it. strpos and not LIKE: a percent sign in a prompt is a percent sign.
            and("prompt_signs(prompt) @> prompt_signs(?) AND strpos(prompt, ?) > 0", words.text(), words.text());
        }
    }

    /** To look up in the index all prompts with "a" takes longer than to look at those that have the rare words. */
    private void words(List<String> words, Set<String> common) {
        var rare = words.stream().filter(word -> !common.contains(word)).toList();
        // What is no word to PostgreSQL finds nothing by itself, and is left out beside others.
        if (common.isEmpty() || rare.stream().noneMatch(word -> new PromptWords(word).hasWords())) {
            and("prompt_words @@ to_tsquery('simple', ?)", PromptWords.query(words));
        } else {
            and("prompt_words @@ to_tsquery('simple', ?)", PromptWords.query(rare));
            and("(prompt_words @@ to_tsquery('simple', ?)) IS TRUE", PromptWords.query(List.copyOf(common)));
        }
    }

    private void and(String condition, Object... values) {
        if (values[0] != null) {
            conditions.add(condition);
            parameters.addAll(List.of(values));
        }
    }

    private static Instant instant(String text) {
        return text == null ? null : Instant.parse(text);
    }
}
