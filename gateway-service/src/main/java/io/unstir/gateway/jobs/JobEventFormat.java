package io.unstir.gateway.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.unstir.gateway.live.Place;
import io.unstir.gateway.sse.EventStream;
import io.unstir.gateway.sse.ServerEvent;
import io.unstir.proto.v1.JobPreview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** News of a job as the events of a stream. */
record JobEventFormat(ObjectMapper json) {
    private static final String STATUS = "status";
    private static final String PROGRESS = "progress";
    private static final String PREVIEW = "preview";
    private static final String IMAGE = "image";
    private static final String DONE = "done";

    /** Of an image, for a client slower than the job. */
    private static final int MOST_BYTES_KEPT = 64 << 10;

    private static final int MOST_PREVIEWS_KEPT = 16;

    void tell(JobNews news, EventStream stream) {
        switch (news) {
            case JobNews.Standing standing -> stream.send(status(Optional.empty(), standing.job()));
            case JobNews.Whole whole -> {
                whole(whole).forEach(stream::send);
                endAfter(whole.job(), stream);
            }
            case JobNews.Started started -> stream.send(status(started.place(), started.job()));
            case JobNews.Progressed progressed ->
                stream.send(event(PROGRESS, progressed.place(), progressed.progress())
                        .inSlot(PROGRESS));
            case JobNews.Made made -> stream.send(event(IMAGE, made.place(), made.image()));
            case JobNews.Ended ended -> {
                stream.send(event(DONE, ended.place(), ended.job()));
                stream.end();
            }
            case JobNews.Glimpsed glimpsed -> stream.send(preview(glimpsed.preview()));
            case JobNews.Over _ -> stream.end();
            case JobNews.Lost _ -> stream.drop();
        }
    }

    private static void endAfter(Job job, EventStream stream) {
        if (job.hasEnded()) {
            stream.end();
        }
    }

    /** Only the last one has an id: a client that was cut off in between has nothing, and gets all of it again. */
    private List<ServerEvent> whole(JobNews.Whole whole) {
        var job = whole.job();
        var parts = new ArrayList<ServerEvent>();
        parts.add(status(Optional.empty(), job));
        job.images().forEach(image -> parts.add(event(IMAGE, Optional.empty(), image)));
        if (job.hasEnded()) {
            parts.add(event(DONE, Optional.empty(), job));
        }
        var last = parts.removeLast();
        parts.add(ServerEvent.of(last.name(), whole.newest().map(Place::toString), last.data()));
        return parts;
    }

    private ServerEvent status(Optional<Place> place, Job job) {
        return event(STATUS, place, new Status(job.status(), job.progress()));
    }

    private ServerEvent preview(JobPreview preview) {
        var data = new Preview(
                preview.getImageIndex(),
                preview.getStep(),
                preview.getSteps(),
                preview.getPng().toByteArray());
        return event(PREVIEW, Optional.empty(), data).inSlot(slot(preview));
    }

    /** Who wanted a preview every so many steps shall have them all, even if some come at once: as many as this holds. */
    static String slot(JobPreview preview) {
        if (preview.getEvery() == 0) {
            return PREVIEW + preview.getImageIndex();
        }
        int kept = Math.clamp(MOST_BYTES_KEPT / Math.max(1, preview.getPng().size()), 1, MOST_PREVIEWS_KEPT);
        return PREVIEW + preview.getImageIndex() + "/" + preview.getStep() / preview.getEvery() % kept;
    }

    private ServerEvent event(String name, Optional<Place> place, Object data) {
        try {
            return ServerEvent.of(name, place.map(Place::toString), json.writeValueAsString(data));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name + " has no JSON form", e);
        }
    }

    record Status(String status, Job.Progress progress) {}

    record Preview(int index, int step, int steps, byte[] png) {}
}
