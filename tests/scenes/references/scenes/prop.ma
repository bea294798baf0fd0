//Maya ASCII 2022 scene
//Name: prop.ma
//Last modified: Mon, Jan 06, 2025 10:00:00 AM
//Codeset: 1252
file -rdi 1 -ns "again" -rfn "againRN" -op "v=0;" -typ "mayaAscii" "shot.ma";
file -r -ns "again" -dr 1 -rfn "againRN" -op "v=0;" -typ "mayaAscii"
		 "shot.ma";
requires maya "2022";
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -n "prop";
createNode file -n "propTexture";
	setAttr ".ftn" -type "string" "sourceimages/prop.png";
	setAttr ".cs" -type "string" "sRGB";
createNode reference -n "againRN";
// End of prop.ma
