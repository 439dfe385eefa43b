package io.unstir.sampler.picture.vp8l;

/** What an encoder did to the pixels, to be undone (RFC 9649, section 3.5). */
sealed interface Transform permits Predictors, ColourCorrelation, Transform.GreenSubtracted, Palette {

    /** @param pixels of an image as wide as the transform's; may be changed and returned */
    int[] undone(int[] pixels);

    /** Green was taken from red and blue. */
    record GreenSubtracted() implements Transform {
        @Override
        public int[] undone(int[] pixels) {
            for (int i = 0; i < pixels.length; i++) {
                int green = pixels[i] >> 8 & 0xFF;
                pixels[i] = sum(pixels[i], green << 16 | green);
            }
            return pixels;
        }
    }

    /** Adds channel by channel, each modulo 256. */
    static int sum(int a, int b) {
        int alphaAndGreen = (a & 0xFF00_FF00) + (b & 0xFF00_FF00);
        int redAndBlue = (a & 0x00FF_00FF) + (b & 0x00FF_00FF);
        return alphaAndGreen & 0xFF00_FF00 | redAndBlue & 0x00FF_00FF;
    }
}
