//Maya ASCII 2025 scene
//Name: arnold_ies.ma
//Codeset: UTF-8
requires maya "2025";
requires -nodeType "aiPhotometricLight" "mtoa" "5.3.5.2";
requires -nodeType "VRayLightIESShape" "vrayformaya" "6.10.01";
currentUnit -l centimeter -a degree -t film;
fileInfo "application" "maya";
createNode transform -n "shotCam";
createNode camera -n "shotCamShape" -p "shotCam";
	setAttr -k off ".v";
createNode aiOptions -s -n "defaultArnoldRenderOptions";
	setAttr ".tspath" -type "string" "library";
createNode transform -n "lamp";
createNode aiPhotometricLight -n "lampShape" -p "lamp";
	setAttr ".ai_filename" -type "string" "spot.ies";
createNode transform -n "other";
createNode VRayLightIESShape -n "otherShape" -p "other";
	setAttr ".iesFile" -type "string" "flood.ies";
select -ne :defaultRenderGlobals;
	setAttr ".ren" -type "string" "arnold";
// End of arnold_ies.ma
