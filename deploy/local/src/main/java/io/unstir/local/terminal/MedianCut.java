package io.unstir.local.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A picture in few colours, by median cut (Heckbert 1982): boxes of colours are halved until there are enough of them. */
final class MedianCut {
    private final int[] palette;
    private final Map<Integer, Integer> indices;

    private MedianCut(int[] palette, Map<Integer, Integer> indices) {
        this.palette = palette;
        this.indices = indices;
    }

    /** @param rgb the picture's pixels */
    static MedianCut of(int[] rgb, int mostColours) {
        int[] colours =
                Arrays.stream(rgb).map(colour -> colour & 0xffffff).distinct().toArray();
        List<int[]> boxes = new ArrayList<>();
        if (colours.length > 0) {
            boxes.add(colours);
        }
        while (!boxes.isEmpty() && boxes.size() < mostColours) {
            int[] widest = boxes.stream()
                    .max(Comparator.comparingInt(MedianCut::width))
                    .orElseThrow();
            if (widest.length == 1) {
                break;
            }
            boxes.remove(widest);
            boxes.addAll(halves(widest));
        }
        var indices = new HashMap<Integer, Integer>();
        IntStream.range(0, boxes.size())
                .forEach(i -> Arrays.stream(boxes.get(i)).forEach(colour -> indices.put(colour, i)));
        return new MedianCut(boxes.stream().mapToInt(MedianCut::mean).toArray(), indices);
    }

    int[] palette() {
        return palette.clone();
    }

    /** The place in the palette of a colour of the picture. */
    int index(int rgb) {
        return indices.get(rgb & 0xffffff);
    }

    private static List<int[]> halves(int[] box) {
        int shift = widestShift(box);
        int[] sorted = Arrays.stream(box)
                .boxed()
                .sorted(Comparator.comparingInt(colour -> colour >> shift & 0xff))
                .mapToInt(Integer::intValue)
                .toArray();
        int half = sorted.length / 2;
        return List.of(Arrays.copyOf(sorted, half), Arrays.copyOfRange(sorted, half, sorted.length));
    }

    /** How far apart the colours are in the channel in which they differ most; 0 where there is nothing to halve. */
    private static int width(int[] box) {
        return box.length == 1 ? 0 : 1 + extent(box, widestShift(box));
    }

    private static int widestShift(int[] box) {
        return IntStream.of(16, 8, 0)
                .boxed()
                .max(Comparator.comparingInt(shift -> extent(box, shift)))
                .orElseThrow();
    }

    private static int extent(int[] box, int shift) {
        var channel = Arrays.stream(box).map(colour -> colour >> shift & 0xff).summaryStatistics();
        return channel.getMax() - channel.getMin();
    }

    private static int mean(int[] box) {
        return IntStream.of(16, 8, 0)
                .map(shift -> (int) Math.round(Arrays.stream(box)
                                .map(colour -> colour >> shift & 0xff)
                                .average()
                                .orElseThrow())
                        << shift)
                .sum();
    }
}
