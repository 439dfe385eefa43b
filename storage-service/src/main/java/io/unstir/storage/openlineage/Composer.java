package io.unstir.storage.openlineage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.unstir.storage.openlineage.Transition.Kind;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the documents of transitions, of what the tables tell of their runs. */
record Composer(String namespace) {
    /** The same event is the same bytes, whichever process writes it. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    /** In the transitions' order; without those whose run is no longer in the tables. */
    List<Message> compose(RunReader reader, List<Transition> transitions) throws SQLException {
        var samplings = reader.samplings(ids(transitions, Kind.SAMPLING));
        var trainings = reader.trainings(ids(transitions, Kind.TRAINING));
        return transitions.stream()
                .flatMap(transition ->
                        event(transition, samplings, trainings).map(event -> message(transition, event)).stream())
                .toList();
    }

    private Optional<RunEvent> event(
            Transition transition, Map<String, SamplingRun> samplings, Map<String, TrainingRun> trainings) {
        return switch (transition.kind()) {
            case SAMPLING ->
                Optional.ofNullable(samplings.get(transition.run()))
                        .map(run -> new SamplingEvents(namespace).event(transition, run));
            case TRAINING ->
                Optional.ofNullable(trainings.get(transition.run()))
                        .map(run -> new TrainingEvents(namespace).event(transition, run));
        };
    }

    private static Message message(Transition transition, RunEvent event) {
        try {
            return new Message(
                    transition.sequence(),
                    event.run().runId(),
                    transition.type(),
                    transition.at(),
                    JSON.writeValueAsBytes(event));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a run event has no JSON form", e);
        }
    }

    private static List<String> ids(List<Transition> transitions, Kind kind) {
        return transitions.stream()
                .filter(transition -> transition.kind() == kind)
                .map(Transition::run)
                .distinct()
                .toList();
    }
}
