#version 440
// A rectangle of the picture onto a rectangle of the widget.
layout(location = 0) in vec2 corner; // 0..1
layout(location = 0) out vec2 place;  // in shares of the picture

layout(std140, binding = 0) uniform Look {
    mat4 clip;
    mat4 rgb;     // YUV (and 1) to RGB
    vec4 target;  // left, top, right, bottom in clip space
    vec4 source;  // the same in shares of the picture
    vec4 texels;  // share of the luma and chroma textures' widths that is picture; last centres of their texels
    vec4 veil;    // colour over the picture, and how much of it
    vec4 step;    // a quarter of a pixel on the screen, in shares of the picture
};

void main() {
    place = mix(source.xy, source.zw, corner);
    gl_Position = clip * vec4(mix(target.xy, target.zw, corner), 0.0, 1.0);
}
