package io.unstir.local.command;

import io.unstir.local.image.AnimatedGif;
import io.unstir.local.image.ContactSheet;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.IntStream;

/** The way of images from noise, all at the same step at a time; the images themselves at its end. */
record Animation(List<MadeImage> images, Frames frames, OutputOptions options) {

    byte[] gif() throws IOException {
        List<NavigableMap<Integer, byte[]>> ways = images.stream()
                .map(made -> frames.of(made.job().id(), made.image().index()))
                .toList();
        List<Integer> steps = steps(ways);
        var sheet = new ContactSheet(options.columnsOf(images.size()), options.scaleOfMany());
        return new AnimatedGif(
                        steps.size() + 1,
                        place -> sheet.ofImages(
                                place == steps.size()
                                        ? images.stream().map(MadeImage::png).toList()
                                        : at(steps.get(place), ways)))
                .bytes();
    }

    private List<byte[]> at(int step, List<NavigableMap<Integer, byte[]>> ways) {
        return IntStream.range(0, images.size())
                .mapToObj(i -> at(ways.get(i), step, images.get(i)))
                .toList();
    }

    /** Steps of which any image tells. */
    private static List<Integer> steps(List<NavigableMap<Integer, byte[]>> ways) {
        return ways.stream()
                .flatMap(way -> way.keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** An image stays as it was where it does not tell of a step. */
    private static byte[] at(NavigableMap<Integer, byte[]> way, int step, MadeImage made) {
        Map.Entry<Integer, byte[]> frame = way.floorEntry(step);
        if (frame != null) {
            return frame.getValue();
        }
        return way.isEmpty() ? made.png() : way.firstEntry().getValue();
    }
}
