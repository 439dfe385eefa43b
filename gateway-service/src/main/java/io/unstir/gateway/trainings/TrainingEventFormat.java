package io.unstir.gateway.trainings;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.gateway.sse.ServerEvent;
import io.unstir.proto.v1.TrainingProgressed;
import io.unstir.proto.v1.TrainingSampled;
import java.util.Optional;

/** What is told of a training as the events of a stream. */
record TrainingEventFormat(ObjectMapper json) {
    private static final String STATUS = "status";

    /** How it stands as a watcher comes. */
    ServerEvent standing(Training training) {
        return event(
                STATUS,
                Optional.empty(),
                new Status(training.status(), training.model(), training.step(), training.totalSteps()));
    }

    ServerEvent done(Optional<Long> offset, Training training) {
        return event("done", offset, training);
    }

    /** Empty for an event of a later release. */
    Optional<ServerEvent> told(TrainingHistory.Told told, Training training) {
        var offset = Optional.of(told.offset());
        var event = told.event();
        return switch (event.getEventCase()) {
            case STARTED -> {
                var started = event.getStarted();
                var status =
                        new Status("processing", started.getModel(), started.getFromStep(), started.getTotalSteps());
                yield Optional.of(event(STATUS, offset, status));
            }
            case PROGRESSED -> Optional.of(event("progress", offset, Progress.of(event.getProgressed())));
            case SAMPLED -> Optional.of(event("samples", offset, Samples.of(event.getSampled())));
            case FINISHED, FAILED, CANCELLED -> Optional.of(done(offset, training));
            case EVENT_NOT_SET -> Optional.empty();
        };
    }

    private ServerEvent event(String name, Optional<Long> offset, Object data) {
        try {
            return ServerEvent.of(name, offset.map(String::valueOf), json.writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + " has no JSON form", e);
        }
    }

    record Status(String status, String model, Long step, Long totalSteps) {}

    /** A loss that is no number has no JSON form and is left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Progress(long step, long totalSteps, Double loss, Double imagesPerSecond) {
        static Progress of(TrainingProgressed progress) {
            return new Progress(
                    progress.getStep(),
                    progress.getTotalSteps(),
                    finite(progress.getLoss()),
                    finite(progress.getImagesPerSecond()));
        }

        private static Double finite(double number) {
            return Double.isFinite(number) ? Double.valueOf(number) : null;
        }
    }

    /** @param samples a sheet of images, made from the same noise each time */
    record Samples(long step, Picture samples, Picture lossCurve) {
        static Samples of(TrainingSampled sampled) {
            return new Samples(
                    sampled.getStep(),
                    Picture.of(sampled.getSamplesSha256()),
                    Picture.of(sampled.getLossCurveSha256()));
        }
    }

    record Picture(String sha256, String url) {
        static Picture of(String sha256) {
            return new Picture(sha256, "/v1/images/" + sha256);
        }
    }
}
