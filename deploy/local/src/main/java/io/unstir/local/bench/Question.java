package io.unstir.local.bench;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/** What the gateway asks storage for, each time about another row. */
enum Question {
    JOB("a job", row -> "/jobs/" + row.id() + "?tenant=busy"),
    EVENTS("a job's events", row -> "/jobs/" + row.id() + "/events?tenant=busy&after=99-0"),
    RUN("all it takes to run a job again", row -> "/jobs/" + row.id() + "/run?tenant=busy"),
    IMAGE("an image", row -> "/images/" + row.sha256() + "?tenant=busy"),
    LINEAGE("an image's lineage", row -> "/images/" + row.sha256() + "/lineage?tenant=busy"),
    VERIFICATIONS("an image's verifications", row -> "/images/" + row.sha256() + "/verifications?tenant=busy"),
    SAMPLE(
            "10 images at random",
            row -> "/images/sample?tenant=busy&count=10&seed=" + row.at().hashCode()),
    NEWEST_JOBS("20 newest jobs", _ -> jobs()),
    OLDER_JOBS("20 jobs from anywhere on", row -> jobs() + olderThan(row)),
    FAILED("20 failed from anywhere on", row -> jobs() + "&status=failed" + olderThan(row)),
    RARE_MODEL("20 of a rare model", _ -> jobs() + "&model=rare"),
    OLD_VERSION("20 of an old version of a common model", _ -> jobs() + "&model=emoji@0"),
    SPAN("20 of a span of time", row -> jobs() + "&created_before=" + row.at()),
    NEWEST_IMAGES("20 newest images", _ -> images()),
    OLDER_IMAGES("20 images from anywhere on", row -> images() + olderThanImage(row)),
    COLOUR("jobs by a common word", row -> jobs() + "&prompt=" + row.word(1)),
    THING("jobs by a word", row -> jobs() + "&prompt=" + row.word(2)),
    PLACE("jobs by a rare word", row -> jobs() + "&prompt=" + row.word(4)),
    NOTHING("jobs by a word that nobody used", _ -> jobs() + "&prompt=nobody"),
    SIGN("jobs by a sign that nobody used", _ -> jobs() + "&prompt=" + encoded("\u2764")),
    FAILED_COLOUR("failed jobs by a common word", row -> jobs() + "&status=failed&prompt=" + row.word(1)),
    FAILED_PLACE("failed jobs by a rare word", row -> jobs() + "&status=failed&prompt=" + row.word(4)),
    SUCCEEDED_THING("jobs that succeeded by a word", row -> jobs() + "&status=succeeded&prompt=" + row.word(2)),
    PROMPT("images by a whole prompt", row -> images() + "&prompt=" + encoded(row.words())),
    FROM_CHECKPOINT(
            "images that came of a checkpoint, from anywhere on",
            row -> images() + "&from=" + StoredHistory.CHECKPOINT + olderThanImage(row)),
    FROM_RARE_CHECKPOINT(
            "images that came of a rare checkpoint", _ -> images() + "&from=" + StoredHistory.RARE_CHECKPOINT),
    FROM_DATA_SET(
            "images that came of a data set, from anywhere on",
            row -> images() + "&from=" + StoredHistory.DATA_SET + olderThanImage(row)),
    FROM_PICTURE("images that came of a picture", row -> images() + "&from=" + row.sha256()),
    FROM_CHECKPOINT_BY_WORD(
            "images that came of a checkpoint by a word",
            row -> images() + "&from=" + StoredHistory.CHECKPOINT + "&prompt=" + row.word(2)),
    TRAININGS("20 newest trainings", _ -> "/trainings?tenant=busy&limit=20"),
    TRAINING("a training", row -> "/trainings/" + row.training() + "?tenant=busy"),
    TRAINING_EVENTS("a training's events", row -> "/trainings/" + row.training() + "/events?tenant=busy"),
    SYSTEM("how busy the system is", _ -> "/system?tenant=busy"),
    FIGURES("the studio's figures of a week", _ -> "/system/figures?tenant=busy");

    /** A job with its first image, and a training. */
    record Row(String id, String at, String sha256, String words, String training) {
        String word(int index) {
            return words.split(" ")[index];
        }
    }

    private final String title;
    private final Function<Row, String> path;

    Question(String title, Function<Row, String> path) {
        this.title = title;
        this.path = path;
    }

    String title() {
        return title;
    }

    String path(Row row) {
        return path.apply(row);
    }

    private static String jobs() {
        return "/jobs?tenant=busy&limit=20";
    }

    private static String images() {
        return "/images?tenant=busy&limit=20";
    }

    private static String olderThan(Row row) {
        return "&older_than=" + row.at() + "&older_than_id=" + row.id();
    }

    private static String olderThanImage(Row row) {
        return olderThan(row) + "&older_than_index=0";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
