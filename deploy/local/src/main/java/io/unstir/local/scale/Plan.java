package io.unstir.local.scale;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How much of everything a number of images a second takes, by multiplication. Jobs of one image; what waits for what is the simulation's.
 *
 * @param study of the model and the jobs
 * @param load how much of what they can do the samplers and the writers of the database shall have to do
 * @param costs of everything else
 */
public record Plan(Study study, double load, Costs costs) {
    /** Kafka allows no more members in a share group. */
    private static final int MOST_MEMBERS = 1000;

    private static final double SECONDS_OF_DAY = 86_400;
    private static final double BROKER_CORES = 4;
    private static final double BROKER_LOAD = 0.5;
    private static final int COPIES = 3;

    /**
     * What a job of one image costs beside the model.
     *
     * @param brokerMillis of a core of the broker that leads
     * @param gatewayMillis of a core
     * @param partitionRate jobs a second of a partition that were seen to work
     * @param events of a job in the database
     * @param writerRate events a second of one writer
     * @param eventBytes of the database for each event, jobs, images and indexes included
     * @param kafkaBytes on all topics, one copy
     * @param blobBytes of an image
     */
    public record Costs(
            double brokerMillis,
            double gatewayMillis,
            double partitionRate,
            double events,
            double writerRate,
            double eventBytes,
            double kafkaBytes,
            double blobBytes) {}

    /** By what it is, for so many images a second. */
    public Map<String, String> of(double images) {
        double samplers = Math.ceil(images / (load * study.jobsPerSecond(1)));
        double members = samplers * study.fleet().slots();
        double cores = images * costs.brokerMillis() / 1000 * (1 + (COPIES - 1) / 2.0);
        double events = images * costs.events();
        var plan = new LinkedHashMap<String, String>();
        plan.put("rows of the model a second", whole(images * study.shape().rows()));
        plan.put("samplers at %.0f %% load".formatted(100 * load), whole(samplers));
        plan.put("members of the share group", whole(members));
        plan.put("share groups, of 1,000 members at most", whole(Math.ceil(members / MOST_MEMBERS)));
        plan.put(
                "partitions of the topic of jobs, at least",
                whole(Math.max(12, Math.ceil(images / costs.partitionRate()))));
        plan.put("cores of brokers, two followers counted half", decimal(cores));
        plan.put(
                "brokers of 4 cores, half busy, at least 3",
                whole(Math.max(3, Math.ceil(cores / BROKER_CORES / BROKER_LOAD))));
        plan.put("cores of gateways", decimal(images * costs.gatewayMillis() / 1000));
        plan.put("events a second into PostgreSQL", whole(events));
        plan.put(
                "writers of PostgreSQL at %.0f %% load".formatted(100 * load),
                whole(Math.ceil(events / (load * costs.writerRate()))));
        plan.put("rows of job_events a day", whole(events * SECONDS_OF_DAY));
        plan.put("PostgreSQL a day", bytes(events * costs.eventBytes() * SECONDS_OF_DAY));
        plan.put("Kafka a second, all copies", bytes(images * costs.kafkaBytes() * COPIES));
        plan.put("Kafka a day, all copies", bytes(images * costs.kafkaBytes() * COPIES * SECONDS_OF_DAY));
        plan.put("blobs a day", whole(images * SECONDS_OF_DAY));
        plan.put("bytes of blobs a day", bytes(images * costs.blobBytes() * SECONDS_OF_DAY));
        return plan;
    }

    /** Markdown, a column for each. */
    public String text(List<Double> images) {
        var text = new StringBuilder("| images/s |");
        images.forEach(each -> text.append(" %s |".formatted(whole(each))));
        text.append("%n|:--|%s%n".formatted("--:|".repeat(images.size())));
        var plans = images.stream().map(this::of).toList();
        plans.getFirst().keySet().forEach(what -> {
            text.append("| %s |".formatted(what));
            plans.forEach(plan -> text.append(" %s |".formatted(plan.get(what))));
            text.append("%n".formatted());
        });
        return text.toString();
    }

    private static String whole(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    private static String decimal(double number) {
        return number >= 10 ? whole(number) : String.format(Locale.ROOT, "%.2f", number);
    }

    private static String bytes(double bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        double number = bytes;
        while (number >= 1000 && unit < units.length - 1) {
            number /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, number < 10 ? "%.1f %s" : "%.0f %s", number, units[unit]);
    }
}
