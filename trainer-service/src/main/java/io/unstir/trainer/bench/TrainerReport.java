package io.unstir.trainer.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.unstir.trainer.run.StepTimes;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was measured, for people and for programs.
 *
 * @param captioned of the same network told captions, with data from memory-mapped files
 * @param memoryBatch batch of the run whose memory was read
 * @param pytorch what PyTorch said of itself
 */
record TrainerReport(
        long parameters,
        int imageSize,
        int batch,
        int threads,
        Speed.Result speed,
        Speed.Result captioned,
        int memoryBatch,
        List<Memory.Reading> memory,
        Optional<JsonNode> pytorch) {

    String table() {
        var text = new StringBuilder();
        line(text, "%,d parameters, %d x %d, batch %d, %d threads", parameters, imageSize, imageSize, batch, threads);
        line(text, "");
        line(text, "| what | figure |");
        line(text, "|:--|--:|");
        line(text, "| steps/s, median of %d windows | %.3f |", speed.windows().size(), speed.stepsPerSecond());
        line(text, "| images/s | %.1f |", batch * speed.stepsPerSecond());
        line(text, "| first step, with the engine's start | %.2f s |", speed.firstStep());
        StepTimes times = speed.times();
        line(text, "| wall time in forward | %.1f %% |", speed.share(times.forward()));
        line(text, "| wall time in backward | %.1f %% |", speed.share(times.backward()));
        line(text, "| wall time in update | %.1f %% |", speed.share(times.update()));
        line(text, "| forward, backward and update | %.1f %% |", speed.computing());
        line(text, "| moving average | %.1f %% |", speed.share(times.average()));
        line(text, "| everything else | %.1f %% |", speed.rest());
        line(text, "| captioned, from the cache: steps/s | %.3f |", captioned.stepsPerSecond());
        line(text, "| captioned: forward, backward and update | %.1f %% |", captioned.computing());
        line(
                text,
                "| captioned: moving average | %.1f %% |",
                captioned.share(captioned.times().average()));
        line(text, "| captioned: everything else, data among it | %.1f %% |", captioned.rest());
        pytorch.ifPresent(about -> comparison(text, about));
        line(text, "");
        line(text, "| step (batch %d) | resident memory, MiB | live heap, MiB |", memoryBatch);
        line(text, "|--:|--:|--:|");
        for (Memory.Reading reading : memory) {
            line(text, "| %,d | %.0f | %.1f |", reading.step(), reading.residentMib(), reading.heapMib());
        }
        return text.toString();
    }

    private void comparison(StringBuilder text, JsonNode about) {
        double[] ratios = speed.ratios();
        double steps = speed.windows().getFirst().steps();
        double median = Speed.Result.median(
                speed.others().stream().mapToDouble(seconds -> steps / seconds).toArray());
        String version = about.path("torch").asText();
        line(text, "| PyTorch %s eager, steps/s, median | %.3f |", version, median);
        line(
                text,
                "| times as fast, median of %d alternating pairs | %.2f |",
                ratios.length,
                Speed.Result.median(ratios));
        line(
                text,
                "| times as fast, least and most | %.2f to %.2f |",
                Arrays.stream(ratios).min().orElse(0),
                Arrays.stream(ratios).max().orElse(0));
    }

    String json() {
        ObjectNode document = new JsonMapper().createObjectNode();
        document.put("parameters", parameters).put("image_size", imageSize).put("batch", batch);
        document.put("threads", threads);
        document.put("steps_per_second", speed.stepsPerSecond());
        document.put("images_per_second", batch * speed.stepsPerSecond());
        document.put("first_step_seconds", speed.firstStep());
        shares(document.putObject("share_of_wall_time"), speed);
        var withCaptions = document.putObject("captioned").put("steps_per_second", captioned.stepsPerSecond());
        shares(withCaptions.putObject("share_of_wall_time"), captioned);
        var windows = document.putArray("window_seconds");
        speed.windows().forEach(window -> windows.add(window.seconds()));
        document.put("steps_of_window", speed.windows().getFirst().steps());
        pytorch.ifPresent(about -> {
            ObjectNode other = document.putObject("pytorch");
            other.setAll((ObjectNode) about);
            var seconds = other.putArray("window_seconds");
            speed.others().forEach(seconds::add);
            other.put("median_ratio", Speed.Result.median(speed.ratios()));
        });
        var readings = document.putObject("memory").put("batch", memoryBatch).putArray("readings");
        for (Memory.Reading reading : memory) {
            readings.addObject()
                    .put("step", reading.step())
                    .put("resident_mib", reading.residentMib())
                    .put("heap_mib", reading.heapMib());
        }
        return document.toPrettyString();
    }

    private static void shares(ObjectNode document, Speed.Result of) {
        StepTimes times = of.times();
        document.put("forward", of.share(times.forward()) / 100)
                .put("backward", of.share(times.backward()) / 100)
                .put("update", of.share(times.update()) / 100)
                .put("average", of.share(times.average()) / 100)
                .put("forward_backward_update", of.computing() / 100);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
