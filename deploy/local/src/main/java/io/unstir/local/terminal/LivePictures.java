package io.unstir.local.terminal;

import io.unstir.local.Console;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pictures that change, side by side above the line of a {@link LiveRegion}; the first one says how large each is drawn. */
public final class LivePictures {
    private static final int MOST = 16;
    private static final int MOST_LINES = 32;

    /** Below the pictures: the line of progress, and one that is free. */
    private static final int OTHER_LINES = 2;

    private final Painter painter;
    private final LiveRegion region;
    private Tiles tiles;

    private LivePictures(Painter painter, LiveRegion region) {
        this.painter = painter;
        this.region = region;
    }

    /** Empty where pictures are not wanted or the terminal shows none. */
    public static Optional<LivePictures> on(
            LiveRegion region, PreviewStyle wanted, Console console, Map<String, String> environment) {
        if (!console.live() || wanted == PreviewStyle.none) {
            return Optional.empty();
        }
        return new Terminal(environment, region.screen()::asked)
                .painter(wanted, console)
                .map(painter -> new LivePictures(painter, region));
    }

    /**
     * Shows the last of these, as many as there is room for.
     *
     * @param count how many there will be
     */
    public void show(List<BufferedImage> pictures, int count) {
        if (pictures.isEmpty()) {
            return;
        }
        if (tiles == null) {
            var first = pictures.getFirst();
            tiles = Tiles.fitting(
                    painter,
                    Math.min(count, MOST),
                    first.getWidth(),
                    first.getHeight(),
                    region.screen().columns(),
                    Math.min(MOST_LINES, region.screen().lines() - OTHER_LINES));
        }
        if (tiles.isSeen()) {
            var last = pictures.subList(Math.max(0, pictures.size() - MOST), pictures.size());
            region.picture(painter.paint(tiles.together(last)), tiles.lines(), painter.erase());
        }
    }
}
