#!/usr/bin/env node
// boards for the ferry unit
import { run } from "./run.js";
/** The keeper is never shown from the front. */
export const prompt: string = "a booth in rain, " + 'one lamp, ' +
  `a dog under the ${"sill"}`;
const negativePrompt = `people, \`signs\`, ${pick(`far ${n} towers`)} lettering`;
const shots = [{ id: "FRR_020_0010", prompt: 'it\'s rain on glass', model: "house-picture-1" }];
const re = /a "booth" in [/"] rain/g, half = 6 / 2 / 1; // not a comment: "x"
/* old:
   const prompt = "a ferry by day"; */
const esc = "caf\u00e9 \u{1F56F} lights, \x41 pier\
 goes on";
const tagged = String.raw`back\slash stays, pier`;
const voice = { voice_id: "q7TollKeeperB", firstMessage: "Toll office?" };
const url = "https://refs.example/booth.png"; // reference
let type = x < y && "z" > 'w';
const open = "never closed, fog
const next = "but this is read, tide";
