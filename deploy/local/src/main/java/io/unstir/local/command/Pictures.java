package io.unstir.local.command;

import io.unstir.local.api.Gateway;
import io.unstir.local.api.GatewayUnreachable;
import io.unstir.local.api.Job;
import io.unstir.local.api.ProblemFailure;
import io.unstir.local.api.ServerEvent;
import io.unstir.local.json.Json;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;

/** How the images of jobs look by now: what they may become while they are made, then what they are. */
final class Pictures {
    private final Gateway gateway;
    private final Map<Place, BufferedImage> shown = new ConcurrentHashMap<>();
    private final AtomicInteger changes = new AtomicInteger();

    Pictures(Gateway gateway) {
        this.gateway = gateway;
    }

    private record Place(String job, int index) {}

    void take(Job job, ServerEvent event) {
        switch (event.name()) {
            case "preview" -> preview(job, event.data());
            case "image" -> Json.number(event.data(), "index").ifPresent(index -> made(job, index.intValue()));
            default -> {
                // Nothing to see.
            }
        }
    }

    /** Grows with each picture that comes. */
    int changes() {
        return changes.get();
    }

    List<BufferedImage> inOrder(List<Job> jobs) {
        return jobs.stream()
                .flatMap(job -> shown.keySet().stream()
                        .filter(place -> place.job().equals(job.id()))
                        .sorted((one, other) -> Integer.compare(one.index(), other.index())))
                .map(shown::get)
                .toList();
    }

    private void preview(Job job, Map<String, Object> data) {
        int index = Json.number(data, "index").map(Number::intValue).orElse(0);
        if (job.images().stream().noneMatch(image -> image.index() == index)) {
            Json.text(data, "png")
                    .ifPresent(png -> put(job, index, Base64.getDecoder().decode(png)));
        }
    }

    private void made(Job job, int index) {
        try {
            job.images().stream()
                    .filter(image -> image.index() == index)
                    .forEach(image -> put(job, index, gateway.image(image.url())));
        } catch (GatewayUnreachable | ProblemFailure _) {
            // It is fetched again to be kept, and what is wrong is told then.
        }
    }

    private void put(Job job, int index, byte[] png) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
            if (picture != null) {
                shown.put(new Place(job.id(), index), picture);
                changes.incrementAndGet();
            }
        } catch (IOException _) {
            // What cannot be read is not shown.
        }
    }
}
