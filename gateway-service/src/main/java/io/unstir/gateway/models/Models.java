package io.unstir.gateway.models;

import io.unstir.proto.v1.CheckpointEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is published and not retired, oldest publication first; unchanging, each event makes the next one. */
record Models(List<Model> published) {
    static final Models NONE = new Models(List.of());

    Models after(CheckpointEvent event) {
        return switch (event.getEventCase()) {
            case PUBLISHED -> {
                var next = new ArrayList<>(without(event.getModel() + "@" + event.getVersion()).published);
                next.add(Model.published(event));
                yield new Models(List.copyOf(next));
            }
            case RETIRED -> without(event.getModel() + "@" + event.getVersion());
            // An event of a later release.
            case EVENT_NOT_SET -> this;
        };
    }

    Models without(String id) {
        return new Models(
                published.stream().filter(model -> !model.id().equals(id)).toList());
    }

    /** The model of that id, or the newest version of the model of that name. */
    Optional<Model> resolve(String name) {
        return published.reversed().stream()
                .filter(model -> model.id().equals(name) || model.model().equals(name))
                .findFirst();
    }
}
